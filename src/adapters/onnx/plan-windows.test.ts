import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planWindows } from './plan-windows.ts';

const plan = { most: 10, overlap: 4 };

describe('planWindows', () => {
  it('reads a short text in one window', () => {
    expect(planWindows([1, 2, 3], plan)).toEqual([{ from: 0, to: 3, mine: 0, until: 3 }]);
    expect(planWindows([], plan)).toEqual([]);
  });

  it('lets a word count from the window that reads more around it', () => {
    expect(
      planWindows(
        Array.from({ length: 16 }, () => 1),
        plan,
      ),
    ).toEqual([
      { from: 0, to: 10, mine: 0, until: 8 },
      { from: 6, to: 16, mine: 8, until: 16 },
    ]);
  });

  it('counts every word once, in order, from windows that hold no more than they may', () => {
    assert(
      property(array(integer({ min: 1, max: 14 }), { maxLength: 200 }), (pieces) => {
        const windows = planWindows(pieces, plan);
        expect(windows.flatMap(({ mine, until }) => Array.from({ length: until - mine }, (_, n) => mine + n))).toEqual([
          ...pieces.keys(),
        ]);
        for (const { from, to, mine, until } of windows) {
          const held = pieces.slice(from, to).reduce((sum, count) => sum + count, 0);
          expect(held <= plan.most || to === from + 1).toBe(true);
          expect(from <= mine && mine <= until && until <= to).toBe(true);
        }
      }),
    );
  });
});
