import { describe, expect, it } from 'vitest';
import { leastProcessorMs } from '../../test/support/processor-time.ts';
import { toFoldedWords } from './fold-text.ts';
import { findPhrase } from './match-phrase.ts';

const found = (phrase: string, text: string) =>
  findPhrase(phrase, toFoldedWords(text)).map(({ start, end }) => text.slice(start, end));

describe('findPhrase', () => {
  it.each([
    ['calm down', 'Calm down, please. Calm  down!', ['Calm down', 'Calm  down']],
    ['invest*', 'Investing is not for us', ['Investing']],
    ['(buy|sell) ... shares', 'You buy many good shares', ['buy many good shares']],
    ['(buy|sell) ... shares', 'You buy one two three four shares', []],
    ['buy shares', 'buy your shares', []],
    ['e-mail us', 'E-mail us or email us', ['E-mail us']],
    ["(i'm|im) here", 'I’m here', ['I’m here']],
    ['... refund ...', 'A refund here', ['refund']],
    ['...', 'anything', []],
    ['', 'anything', []],
    ['invest', 'investing', []],
  ])('finds %j in %j', (phrase, text, places) => {
    expect(found(phrase, text)).toEqual(places);
  });

  it('is linear whatever the phrase', () => {
    const words = toFoldedWords('a1 '.repeat(20_000));
    const find = () => findPhrase('a1 ... a1 ... a1 ... a1 ... b', words);
    expect(leastProcessorMs(find, 1_500)).toBeLessThan(1_500);
  });
});
