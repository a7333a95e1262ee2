import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawDiscreteLaplace } from './discrete-laplace.ts';

const DRAWS = 20_000;
/** Cells beside the two tails; χ² with 14 degrees of freedom is above 65 once in 100 million runs. */
const REACH = 6;
const FAR = 65;

/** P(x) = (1 − α) / (1 + α) · α^|x| with α = e^(−ε). */
function probability(x: number, epsilon: number): number {
  const alpha = Math.exp(-epsilon);
  return ((1 - alpha) / (1 + alpha)) * alpha ** Math.abs(x);
}

function cellOf(x: number): number {
  return Math.max(-REACH - 1, Math.min(REACH + 1, x));
}

function chiSquare(draws: readonly number[], epsilon: number): number {
  const cells = Array.from({ length: 2 * REACH + 3 }, (_, index) => index - REACH - 1);
  const inner = cells.slice(1, -1).map((x) => probability(x, epsilon));
  const tail = (1 - inner.reduce((sum, one) => sum + one, 0)) / 2;
  return cells.reduce((sum, cell, index) => {
    const expected = DRAWS * (inner[index - 1] ?? tail);
    const seen = draws.filter((x) => cellOf(x) === cell).length;
    return sum + (seen - expected) ** 2 / expected;
  }, 0);
}

describe('drawDiscreteLaplace', () => {
  it.each([
    [1, 2],
    [1, 1],
    [300, 1_000],
    [2, 3],
  ])('draws ε = %i / %i as the distribution says, and not as another one does', (s, t) => {
    const draws = Array.from({ length: DRAWS }, () => drawDiscreteLaplace({ s, t }));
    expect(chiSquare(draws, s / t)).toBeLessThan(FAR);
    expect(chiSquare(draws, (s / t) * 1.25)).toBeGreaterThan(FAR);
  });

  it('draws whole numbers, as often above zero as below', () => {
    const draws = Array.from({ length: DRAWS }, () => drawDiscreteLaplace({ s: 1, t: 4 }));
    expect(draws.every(Number.isInteger)).toBe(true);
    const mean = draws.reduce((sum, one) => sum + one, 0) / DRAWS;
    // Six standard errors: the variance is 2α / (1 − α)².
    const alpha = Math.exp(-0.25);
    expect(Math.abs(mean)).toBeLessThan(6 * Math.sqrt((2 * alpha) / (1 - alpha) ** 2 / DRAWS));
  });

  it('asks for nothing but whole numbers below a bound', () => {
    const bounds: number[] = [];
    for (let draw = 0; draw < 100; draw += 1) {
      drawDiscreteLaplace({ s: 3, t: 7 }, (bound) => {
        bounds.push(bound);
        return randomInt(bound);
      });
    }
    expect(bounds.every((bound) => Number.isInteger(bound) && bound > 0)).toBe(true);
  });
});
