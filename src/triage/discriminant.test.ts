import { describe, expect, it } from 'vitest';
import { discriminate, fitDiscriminant } from './discriminant.ts';

const vectors = (...points: readonly (readonly number[])[]) => points.map((point) => Float32Array.from(point));
const winner = (values: readonly number[]): number => values.indexOf(Math.max(...values));

describe('fitDiscriminant', () => {
  const classes = [
    vectors([1, 0, 0], [0.9, 0.1, 0], [0.9, -0.1, 0.1]),
    vectors([0, 1, 0], [0.1, 0.9, 0], [-0.1, 0.9, 0.1]),
    vectors([0, 0, 1], [0, 0.1, 0.9], [0.1, 0, 0.9]),
  ];

  it('gives every class the vectors that are like its own', () => {
    const fitted = fitDiscriminant(classes);
    for (const [index, members] of classes.entries()) {
      for (const member of members) expect(winner(discriminate(fitted, member))).toBe(index);
    }
  });

  it('counts a direction in which all examples waver for less', () => {
    const noisy = [
      vectors([1, 3, 0], [1, -3, 0], [1, 2, 0], [1, -2, 0]),
      vectors([-1, 3, 0], [-1, -3, 0], [-1, 2, 0], [-1, -2, 0]),
    ];
    expect(winner(discriminate(fitDiscriminant(noisy), Float32Array.from([0.4, -3, 0])))).toBe(0);
  });

  it('lets a class without examples never win', () => {
    const fitted = fitDiscriminant([...classes, []]);
    expect(discriminate(fitted, Float32Array.from([0.3, 0.3, 0.3])).at(-1)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('stands examples that are all the same, and one alone', () => {
    const same = fitDiscriminant([vectors([1, 0], [1, 0]), vectors([0, 1])]);
    expect(winner(discriminate(same, Float32Array.from([0.9, 0.2])))).toBe(0);
    expect(discriminate(same, Float32Array.from([1, 0])).every(Number.isFinite)).toBe(true);
  });

  it('answers nothing where there are no classes', () => {
    expect(discriminate(fitDiscriminant([]), Float32Array.from([1]))).toEqual([]);
  });
});
