import { describe, expect, it } from 'vitest';
import { hitAt, ndcgAt, recallAt, reciprocalRank } from './ranking.ts';

const ranked = { documents: ['x', 'a', 'y', 'b', 'z'], relevant: new Set(['a', 'b', 'c']) };

describe('ranking', () => {
  it('recalls the share that is among the first', () => {
    expect(recallAt(ranked, 2)).toBeCloseTo(1 / 3);
    expect(recallAt(ranked, 5)).toBeCloseTo(2 / 3);
  });

  it('counts a document once, however often it is listed', () => {
    expect(recallAt({ ...ranked, documents: ['a', 'a', 'a'] }, 3)).toBeCloseTo(1 / 3);
  });

  it('hits when any is among the first', () => {
    expect([hitAt(ranked, 1), hitAt(ranked, 2)]).toEqual([0, 1]);
  });

  it('ranks by the place of the first', () => {
    expect(reciprocalRank(ranked)).toBe(0.5);
    expect(reciprocalRank({ ...ranked, documents: [] })).toBe(0);
  });

  it('discounts by place, and is 1 in the ideal order', () => {
    const gain = 1 / Math.log2(3) + 1 / Math.log2(5);
    expect(ndcgAt(ranked, 10)).toBeCloseTo(gain / (1 + 1 / Math.log2(3) + 1 / Math.log2(4)));
    expect(ndcgAt({ ...ranked, documents: ['c', 'a', 'b', 'x'] }, 10)).toBe(1);
  });
});
