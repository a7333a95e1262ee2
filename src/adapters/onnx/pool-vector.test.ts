import { describe, expect, it } from 'vitest';
import { poolVector } from './pool-vector.ts';

describe('poolVector', () => {
  it('is the mean of the token vectors, scaled to length 1', () => {
    const vector = new Float32Array(2);
    poolVector(Float32Array.of(1, 0, 3, 0, 2, 8), vector);
    expect(vector[0]).toBeCloseTo(0.6, 5);
    expect(vector[1]).toBeCloseTo(0.8, 5);
  });
});
