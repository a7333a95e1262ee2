import { describe, expect, it } from 'vitest';
import { fitLogistic, fitTemperature, probabilityOf, softmax } from './calibrate.ts';

describe('softmax', () => {
  it('adds up to 1 and keeps the order', () => {
    const shares = softmax([1, 3, 2], 1);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    expect(shares.indexOf(Math.max(...shares))).toBe(1);
  });

  it('is surer the colder it is, and holds huge scores', () => {
    expect(softmax([1, 2], 0.1)[1]).toBeGreaterThan(softmax([1, 2], 10)[1] ?? 1);
    expect(softmax([1e6, -1e6], 1)).toEqual([1, 1e-12]);
  });
});

/** Examples of which so many are right, all with the same scores. */
const often = (right: number, of: number) =>
  Array.from({ length: of }, (_, index) => ({ scores: [2, 0], right: index < right ? 0 : 1 }));

describe('fitTemperature', () => {
  it('is as sure as it is right', () => {
    const warm = fitTemperature(often(14, 20));
    expect(softmax([2, 0], warm)[0]).toBeCloseTo(0.7, 1);
    expect(softmax([2, 0], fitTemperature(often(19, 20)))[0]).toBeCloseTo(0.95, 1);
  });

  it('has an answer without anything to learn from', () => {
    expect(fitTemperature([])).toBeGreaterThan(0);
  });
});

describe('fitLogistic', () => {
  it('draws the line between two kinds, however many there are of each', () => {
    const line = fitLogistic([4, 5, 6, 5, 4, 6, 5, 5], [0, 1]);
    expect(probabilityOf(line, 5)).toBeGreaterThan(0.9);
    expect(probabilityOf(line, 0.5)).toBeLessThan(0.1);
    expect(probabilityOf(line, line.middle)).toBeCloseTo(0.5);
  });

  it('stays unsure where both kinds look the same', () => {
    const line = fitLogistic([1, 2, 3], [1, 2, 3]);
    expect(probabilityOf(line, 2)).toBeCloseTo(0.5, 1);
    expect(Number.isFinite(line.middle)).toBe(true);
  });

  it('never gets certain, even where nothing overlaps', () => {
    const line = fitLogistic([10, 10], [0, 0]);
    expect(probabilityOf(line, 10)).toBeLessThan(0.999);
  });
});
