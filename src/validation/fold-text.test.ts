import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFoldedWords } from './fold-text.ts';

const words = (text: string) => toFoldedWords(text).map(({ word }) => word);

describe('toFoldedWords', () => {
  it.each([
    ["I'm  HERE", ['im', 'here']],
    ['I’m\nhere', ['im', 'here']],
    ['ｆｕｌｌ width', ['full', 'width']],
    ['rеfund', ['refund']], // with a Cyrillic letter
    ['ref\u200Bund re\u00ADfund', ['refund', 'refund']],
    ['café CAFÉ', ['cafe', 'cafe']],
    ['r e f u n d, I say', ['refund', 'i', 'say']],
    ['a b cd', ['a', 'b', 'cd']],
    ['ﬁne', ['fine']],
  ])('folds %j', (text, folded) => {
    expect(words(text)).toEqual(folded);
  });

  it('gives places of the text', () => {
    const text = '«Rе\u200Bfund», I say';
    expect(toFoldedWords(text).map(({ start, end }) => text.slice(start, end))).toEqual(['Rе\u200Bfund', 'I', 'say']);
  });

  it('reads any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const { word, start, end } of toFoldedWords(text)) {
          expect(word).not.toBe('');
          expect(start).toBeLessThan(end);
        }
      }),
    );
  });
});
