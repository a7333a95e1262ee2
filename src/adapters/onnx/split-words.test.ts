import { describe, expect, it } from 'vitest';
import { splitWords } from './split-words.ts';

describe('splitWords', () => {
  it.each([
    ["Mary O'Brien, 5-7", ['Mary', 'O', "'", 'Brien', ',', '5', '-', '7']],
    ['José 👍🏽 ＡＢ', ['José', '👍🏽', 'ＡＢ']],
    ['李明 and 王', ['李', '明', 'and', '王']],
    ['a\u{200b}b\u{0}c', ['a', 'b', 'c']],
    [' \n\t', []],
  ])('splits %j', (text, words) => {
    const found = splitWords(text);
    expect(found.map((word) => word.text)).toEqual(words);
    for (const { text: word, start, end } of found) expect(text.slice(start, end)).toBe(word);
  });
});
