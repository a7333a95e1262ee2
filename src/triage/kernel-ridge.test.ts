import { describe, expect, it } from 'vitest';
import { fitKernelRidge, likenessTo } from './kernel-ridge.ts';

const at = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));
const points = [0, 10, 20, 120, 130, 140].map(at);
const labels = Int32Array.of(0, 0, 0, 1, 1, 1);

describe('fitKernelRidge', () => {
  const ridge = fitKernelRidge(points, labels, 2);

  it('likens a vector to the class it stands amid', () => {
    const [first = 0, second = 0] = likenessTo(ridge, at(12)).values;
    expect(first).toBeGreaterThan(0.8);
    expect(second).toBeLessThan(0.1);
  });

  it('likens what is far from everything to nothing', () => {
    const { values, nearest } = likenessTo(ridge, at(-110));
    expect(Math.max(...values)).toBeLessThan(0.2);
    expect(nearest).toBe(0);
  });

  it('lets the examples around overrule an odd one', () => {
    const odd = fitKernelRidge([...points, at(11)], Int32Array.of(...labels, 1), 2);
    const [first = 0, second = 0] = likenessTo(odd, at(11)).values;
    expect(first).toBeGreaterThan(second);
  });

  it('likens nothing to a class without examples, and holds examples that are all the same', () => {
    const same = fitKernelRidge([at(0), at(0), at(0)], Int32Array.of(0, 0, 0), 2);
    const { values, nearest } = likenessTo(same, at(0));
    expect(values[0]).toBeGreaterThan(0.9);
    expect(values[1]).toBe(0);
    expect(nearest).toBeCloseTo(1);
  });
});
