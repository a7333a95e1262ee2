import { describe, expect, it } from 'vitest';
import { accuracyOf, macroF1Of, meanOf, shareOf } from './classification.ts';

const judged = [
  { expected: 'a', predicted: 'a' },
  { expected: 'a', predicted: 'a' },
  { expected: 'a', predicted: 'b' },
  { expected: 'b', predicted: 'b' },
];

describe('accuracyOf', () => {
  it('is the share of right labels, and nothing for no texts', () => {
    expect(accuracyOf(judged)).toBe(0.75);
    expect(accuracyOf([])).toBeNull();
  });
});

describe('macroF1Of', () => {
  it('counts a rare label as much as a common one', () => {
    // a: precision 1, recall 2/3; b: precision 1/2, recall 1.
    expect(macroF1Of(judged)).toBeCloseTo((0.8 + 2 / 3) / 2);
    expect(macroF1Of([])).toBeNull();
  });

  it('gives nothing for a label that is never found', () => {
    expect(macroF1Of([{ expected: 'a', predicted: 'b' }])).toBe(0);
  });
});

describe('shareOf and meanOf', () => {
  it('count, and know when there is nothing to count', () => {
    expect(shareOf([1, 2, 3, 4], (one) => one > 1)).toBe(0.75);
    expect(shareOf([], () => true)).toBeNull();
    expect(meanOf([1, 2, 6])).toBe(3);
    expect(meanOf([])).toBeNull();
  });
});
