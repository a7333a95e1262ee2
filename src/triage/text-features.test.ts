import { describe, expect, it } from 'vitest';
import { fitVocabulary, type SparseVector, toSparseVector } from './text-features.ts';

const texts = ['my card was stolen', 'my card is lost', 'where is my transfer', 'the transfer failed'];
const vocabulary = fitVocabulary(texts);

function product(one: SparseVector, other: SparseVector): number {
  const values = new Map(Array.from(other.indexes, (index, at) => [index, other.values[at] ?? 0]));
  return one.indexes.reduce((sum, index, at) => sum + (one.values[at] ?? 0) * (values.get(index) ?? 0), 0);
}

const likeness = (one: string, other: string): number =>
  product(toSparseVector(one, vocabulary), toSparseVector(other, vocabulary));

describe('toSparseVector', () => {
  it('gives words and runs of letters length 1 each', () => {
    expect(likeness('my card was stolen', 'my card was stolen')).toBeCloseTo(2);
  });

  it('likens texts that share rare words more than texts that share common ones', () => {
    expect(likeness('stolen', 'my card was stolen')).toBeGreaterThan(likeness('my', 'my card was stolen'));
  });

  it('sees through endings, mistakes and capitals', () => {
    expect(likeness('TRANSFERS', 'the transfer failed')).toBeGreaterThan(0.3);
    expect(likeness('tranfer', 'the transfer failed')).toBeGreaterThan(likeness('banana', 'the transfer failed'));
  });

  it('has nothing for what no text held', () => {
    expect(toSparseVector('zzz', vocabulary).indexes).toHaveLength(0);
    expect(toSparseVector('', vocabulary).indexes).toHaveLength(0);
  });

  it('lists features once and in order', () => {
    const { indexes } = toSparseVector('my my card card', vocabulary);
    expect(Array.from(indexes)).toEqual([...new Set(indexes)].toSorted((one, other) => one - other));
  });
});

describe('fitVocabulary', () => {
  it('keeps every word, and runs of letters that two texts share', () => {
    expect(vocabulary.pieces.has('=stolen')).toBe(true);
    expect(vocabulary.pieces.has('stol')).toBe(false);
    expect(vocabulary.pieces.has('rans')).toBe(true);
  });
});
