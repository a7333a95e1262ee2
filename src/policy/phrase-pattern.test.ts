import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastProcessorMs } from '../../test/support/processor-time.ts';
import {
  endOfPhrase,
  isPhrasePattern,
  matchesPhrase,
  parsePhraseFor,
  parsePhrasePattern,
  toWords,
} from './phrase-pattern.ts';

const stands = (phrase: string, text: string) => matchesPhrase(parsePhrasePattern(phrase), toWords(text));

/** Reads a nought as the letter it looks like. */
const fold = (text: string) => [text.replaceAll(/[^a-z0]/gu, '').replaceAll('0', 'o')];

describe('matchesPhrase', () => {
  it.each([
    ['my lawyer', 'MY  lawyer, please!'],
    ['lawyer*', 'the lawyer’s letter'],
    ['(sue|suing) you', 'I am suing you'],
    ['worst ... bank', 'worst bank'],
    ['worst ... bank', 'worst of all the bank'],
    ['cafe', 'Café'],
    ['dont', "I don't"],
    ['e-mail', 'by e-mail please'],
    ['... refund ...', 'refund'],
  ])('finds %j in %j', (phrase, text) => {
    expect(stands(phrase, text)).toBe(true);
  });

  it.each([
    ['lawyer', 'lawyers'],
    ['my lawyer', 'my good lawyer'],
    ['worst ... bank', 'worst of all the other banks, bank'],
    ['(sue|suing) you', 'sue them'],
    ['refund', ''],
    ['', 'refund'],
    ['...', 'refund'],
    ['(-*|’) refund', 'a refund'],
  ])('does not find %j in %j', (phrase, text) => {
    expect(stands(phrase, text)).toBe(false);
  });

  it('finds every phrase in a text that holds its words, whatever stands around', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/u);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 5 }),
        fc.array(word),
        fc.array(word),
        (own, before, after) => stands(own.join(' '), [...before, ...own, ...after].join(' ')),
      ),
    );
  });

  it('takes time by the words, not by the gaps', () => {
    const words = toWords('a '.repeat(20_000));
    const pattern = parsePhrasePattern('a ... a ... a ... a ... b');
    expect(matchesPhrase(pattern, words)).toBe(false);
    expect(leastProcessorMs(() => matchesPhrase(pattern, words), 1_500)).toBeLessThan(1_500);
  });
});

describe('endOfPhrase', () => {
  it('names the word after the shortest match that begins there', () => {
    const pattern = parsePhrasePattern('close ... account');
    const words = toWords('please close my account, my account');
    expect(endOfPhrase(pattern, words, 1)).toBe(4);
    expect(endOfPhrase(pattern, words, 0)).toBe(-1);
    expect(endOfPhrase(pattern, words, 99)).toBe(-1);
  });
});

describe('parsePhraseFor', () => {
  it('folds the phrase as the words it is for', () => {
    expect(matchesPhrase(parsePhraseFor(fold, 'l0an*'), ['loans'])).toBe(true);
  });
});

describe('isPhrasePattern', () => {
  it.each(['lawyer', 'lawyer*', '(a|b*) c', 'fed ... up', 'don’t', 'e-mail'])('takes %j', (phrase) => {
    expect(isPhrasePattern(phrase)).toBe(true);
  });

  it.each(['', '...', '... ...', 'a, b', '(a | b)', 'a*b', 'what?', '(a|)', '*'])('refuses %j', (phrase) => {
    expect(isPhrasePattern(phrase)).toBe(false);
  });
});
