import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitAfter } from './lockout.ts';

const now = new Date('2026-11-21T09:00:00.000Z');
const ago = (ms: number): Date => new Date(now.getTime() - ms);

describe('waitAfter', () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, 30],
    [6, 60],
    [7, 120],
    [9, 480],
    [10, 900],
    [1_000_000, 900],
  ])('makes somebody wait after %i failures for %i seconds', (failures, seconds) => {
    expect(waitAfter({ failures, lastAt: now }, now)).toBe(seconds * 1_000);
  });

  it('counts from the last attempt, and forgets after a day', () => {
    expect(waitAfter(undefined, now)).toBe(0);
    expect(waitAfter({ failures: 5, lastAt: ago(29_999) }, now)).toBe(1);
    expect(waitAfter({ failures: 5, lastAt: ago(30_000) }, now)).toBe(0);
    expect(waitAfter({ failures: 90, lastAt: ago(24 * 3_600_000) }, now)).toBe(0);
  });

  it('never makes anybody wait longer than a quarter of an hour, whatever the clock did', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: -1e12, max: 1e12 }), (failures, ms) => {
        const wait = waitAfter({ failures, lastAt: ago(ms) }, now);
        return wait >= 0 && wait <= 15 * 60_000;
      }),
    );
  });
});
