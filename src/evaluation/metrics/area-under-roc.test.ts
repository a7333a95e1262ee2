import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderRoc, thresholdStopping } from './area-under-roc.ts';

const scored = (positives: readonly number[], negatives: readonly number[]) => [
  ...positives.map((score) => ({ score, positive: true })),
  ...negatives.map((score) => ({ score, positive: false })),
];

describe('areaUnderRoc', () => {
  it.each([
    [[3, 4], [1, 2], 1],
    [[1, 2], [3, 4], 0],
    [[1, 1], [1, 1], 0.5],
    [[1, 3], [2], 0.5],
    [[2, 3], [2], 0.75],
  ])('of %j against %j is %d', (positives, negatives, expected) => {
    expect(areaUnderRoc(scored(positives, negatives))).toBe(expected);
  });

  it('is how often a positive beats a negative, ties half', () => {
    const few = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(few, few, (positives, negatives) => {
        const wins = positives.flatMap((one) => negatives.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
        const share = wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
        expect(areaUnderRoc(scored(positives, negatives))).toBeCloseTo(share, 10);
      }),
    );
  });

  it('is nothing where one kind is missing', () => {
    expect(areaUnderRoc(scored([1, 2], []))).toBeNull();
    expect(areaUnderRoc([])).toBeNull();
  });
});

describe('thresholdStopping', () => {
  it('is the lowest score that stops the share', () => {
    expect(thresholdStopping([5, 1, 4, 2, 3, 6, 7, 8, 9, 10], 0.9)).toBe(9);
    expect(thresholdStopping([1, 2, 3], 1)).toBe(3);
    expect(thresholdStopping([], 0.9)).toBe(Number.NEGATIVE_INFINITY);
  });
});
