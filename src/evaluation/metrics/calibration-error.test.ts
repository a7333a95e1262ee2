import { describe, expect, it } from 'vitest';
import { calibrationErrorOf } from './calibration-error.ts';

const answers = (confidence: number, right: number, of: number) =>
  Array.from({ length: of }, (_, index) => ({ confidence, right: index < right }));

describe('calibrationErrorOf', () => {
  it.each([
    ['as sure as right', answers(0.8, 8, 10), 0],
    ['too sure', answers(0.9, 5, 10), 0.4],
    ['not sure enough', answers(0.3, 10, 10), 0.7],
    ['certain and wrong', answers(1, 0, 3), 1],
  ])('measures answers that are %s', (_, given, expected) => {
    expect(calibrationErrorOf(given)).toBeCloseTo(expected);
  });

  it('weights bins by what is in them', () => {
    expect(calibrationErrorOf([...answers(0.95, 0, 1), ...answers(0.5, 0, 3), ...answers(0.5, 3, 3)])).toBeCloseTo(
      0.95 / 7,
    );
  });

  it('is nothing for no answers', () => {
    expect(calibrationErrorOf([])).toBeNull();
  });
});
