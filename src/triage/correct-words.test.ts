import { describe, expect, it } from 'vitest';
import { parsePhrasePattern, toWords } from '../policy/phrase-pattern.ts';
import { correctWords, vocabularyOf } from './correct-words.ts';

const vocabulary = vocabularyOf(
  ['my (lawyer|solicitor)', '(somebody|operator|employee|human) now', 'sue you', 'suicid*'].map(parsePhrasePattern),
);
const corrected = (text: string) => correctWords(toWords(text), vocabulary).join(' ');

describe('correctWords', () => {
  it.each([
    ['my laywer', 'my lawyer'],
    ['get sombody', 'get somebody'],
    ['opperator', 'operator'],
    ['humann', 'human'],
    ['my soliciter and solicitr', 'my soliciter and solicitor'],
  ])('mends a letter swapped, left out or doubled: %s', (text, expected) => {
    expect(corrected(text)).toBe(expected);
  });

  it.each(['humane', 'my employer', 'lawyers', 'use', 'operates', 'suicide', 'party'])(
    'leaves another word alone: %s',
    (text) => {
      expect(corrected(text)).toBe(text);
    },
  );
});
