import { describe, expect, it } from 'vitest';
import { restartDelayFor } from './restart-delay.ts';

describe('restartDelayFor', () => {
  it('starts again at once after a lone crash', () => {
    expect(restartDelayFor([100_000], 100_000)).toBe(0);
    expect(restartDelayFor([10_000, 100_000], 100_000)).toBe(0);
  });

  it('doubles the pause with every crash within a minute', () => {
    expect(restartDelayFor([1, 2], 2)).toBe(500);
    expect(restartDelayFor([1, 2, 3], 3)).toBe(1_000);
    expect(restartDelayFor([1, 2, 3, 4], 4)).toBe(2_000);
  });

  it('pauses so shortly that service is back within seconds of the cure', () => {
    expect(
      restartDelayFor(
        Array.from({ length: 50 }, (_, time) => time),
        50,
      ),
    ).toBe(4_000);
  });
});
