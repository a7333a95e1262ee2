import { describe, expect, it } from 'vitest';
import { createRandom, drawRandomFeatures, toWaves } from './random-features.ts';

function product(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}

const at = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180), 0);

describe('toWaves', () => {
  const features = drawRandomFeatures(3, 8_192);

  it.each([0, 20, 60, 120])('has the product a Gaussian kernel has, %i degrees apart', (degrees) => {
    const expected = Math.exp(4 * (Math.cos((degrees * Math.PI) / 180) - 1));
    expect(product(toWaves(at(0), features), toWaves(at(degrees), features))).toBeCloseTo(expected, 1);
  });

  it('is the same for the same seed alone', () => {
    expect(drawRandomFeatures(3, 16)).toEqual(drawRandomFeatures(3, 16));
    expect(drawRandomFeatures(3, 16, 2)).not.toEqual(drawRandomFeatures(3, 16));
  });
});

describe('createRandom', () => {
  it('spreads evenly from 0 to 1', () => {
    const random = createRandom(7);
    const drawn = Array.from({ length: 10_000 }, random);
    expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(drawn.reduce((sum, value) => sum + value, 0) / drawn.length).toBeCloseTo(0.5, 1);
    expect(drawn.filter((value) => value < 0.25).length / drawn.length).toBeCloseTo(0.25, 1);
  });
});
