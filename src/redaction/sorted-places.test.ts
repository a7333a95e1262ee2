import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLastAtMost } from './sorted-places.ts';

describe('findLastAtMost', () => {
  it('finds what a look at every number finds', () => {
    const row = array(integer({ min: 0, max: 50 }), { maxLength: 30 });
    assert(
      property(row, integer({ min: -5, max: 60 }), (numbers, limit) => {
        const rising = numbers.toSorted((one, other) => one - other);
        expect(findLastAtMost(rising, limit)).toBe(rising.findLastIndex((number) => number <= limit));
      }),
    );
  });
});
