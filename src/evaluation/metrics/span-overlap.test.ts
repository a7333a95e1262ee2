import { describe, expect, it } from 'vitest';
import { spanFiguresOf } from './span-overlap.ts';

const text = 'I am Ann Lee, call 555 0175';
const name = { start: 5, end: 12 };
const phone = { start: 19, end: 27 };

describe('spanFiguresOf', () => {
  it('asks for every letter and digit of a span, not for what stands between', () => {
    const parts = [
      { start: 19, end: 22 },
      { start: 23, end: 27 },
    ];
    expect(spanFiguresOf([{ text, expected: [phone], found: parts }])).toMatchObject({ recall: 1, precision: 1 });
    expect(spanFiguresOf([{ text, expected: [phone], found: parts.slice(1) }])).toMatchObject({ recall: 0 });
  });

  it('counts recall twice as much as precision', () => {
    const wrong = { start: 0, end: 1 };
    const figures = spanFiguresOf([{ text, expected: [name, phone], found: [name, wrong] }]);
    expect(figures).toEqual({ recall: 0.5, precision: 0.5, f2: 0.5, expected: 2, found: 2 });
    const careful = spanFiguresOf([{ text, expected: [name], found: [name, wrong] }]);
    expect(careful.f2).toBeCloseTo((5 * 0.5) / 3);
  });

  it('knows nothing where there is nothing to find or nothing found', () => {
    expect(spanFiguresOf([{ text, expected: [], found: [] }])).toMatchObject({
      recall: null,
      precision: null,
      f2: null,
    });
    expect(spanFiguresOf([{ text, expected: [name], found: [phone] }]).f2).toBe(0);
  });
});
