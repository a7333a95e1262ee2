import { describe, expect, it } from 'vitest';
import { leastProcessorMs } from '../../test/support/processor-time.ts';
import type { Candidate } from './detector.ts';
import { findBrokenValues, findRewrittenValues } from './rewritten-text.ts';

/** Finds what the shape fits, and costs little itself. */
function finderOf(shape: RegExp): (text: string) => readonly Candidate[] {
  return (text) =>
    Array.from(text.matchAll(shape), ({ 0: value, index }) => {
      return { type: 'CARD', start: index, end: index + value.length, score: 0.9, source: 'checksum:test' };
    });
}

const signs = finderOf(/\w@\w/g);
const overLines = finderOf(/\d\d \d\d/g);

describe('findRewrittenValues', () => {
  it('masks a piece where what it says holds a value', () => {
    const text = 'x a%40b y c%40d z%20w';
    expect(findRewrittenValues(text, signs).map(({ start, end }) => text.slice(start, end))).toEqual([
      'a%40b',
      'c%40d',
    ]);
  });

  it('takes time that grows with the number of pieces', () => {
    expectLinear('a%40b ', (text) => findRewrittenValues(text, signs));
  });
});

describe('findBrokenValues', () => {
  it('finds values that a line break is in, and only those', () => {
    const text = '12\n34, 56 78, 90\n12';
    expect(findBrokenValues(text, overLines).map(({ start, end }) => text.slice(start, end))).toEqual([
      '12\n34',
      '90\n12',
    ]);
  });

  it('takes time that grows with the number of breaks', () => {
    expectLinear('12\n34, 56 78, ', (text) => findBrokenValues(text, overLines));
  });
});

/** Four times the text takes about four times as long; a quadratic work takes 16 times. */
function expectLinear(unit: string, find: (text: string) => readonly Candidate[]): void {
  const small = unit.repeat(Math.ceil(100_000 / unit.length));
  expect(find(small).length).toBeGreaterThan(5_000);
  const ms = leastProcessorMs(() => find(small));
  const enough = ms * 8 + 50;
  expect(leastProcessorMs(() => find(small.repeat(4)), enough)).toBeLessThan(enough);
}
