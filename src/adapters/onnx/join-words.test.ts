import { describe, expect, it } from 'vitest';
import { joinWords } from './join-words.ts';
import { splitWords } from './split-words.ts';

/** Joins a text in which the words of `kinds` have those labels. */
function joined(text: string, kinds: Readonly<Record<string, string>>): string[] {
  const words = splitWords(text);
  const judgements = words.map((word) => {
    const label = kinds[word.text];
    return label === undefined ? undefined : { label, score: 0.9 };
  });
  return joinWords(text, words, judgements).map(({ label, start, end }) => `${label}:${text.slice(start, end)}`);
}

describe('joinWords', () => {
  it.each([
    ['Anna Maria, Bob', { Anna: 'NAME', Maria: 'NAME', Bob: 'NAME' }, ['NAME:Anna Maria', 'NAME:Bob']],
    ['Anna\nBob', { Anna: 'NAME', Bob: 'NAME' }, ['NAME:Anna', 'NAME:Bob']],
    ['J. Smith.', { J: 'NAME', '.': 'NAME', Smith: 'NAME' }, ['NAME:J. Smith']],
    ["see O'Brien and Al-Farsi", { Brien: 'NAME', Al: 'NAME' }, ["NAME:O'Brien", 'NAME:Al-Farsi']],
    ["Anna's card", { Anna: 'NAME' }, ['NAME:Anna']],
    [
      '12 Elm St,\n Ely',
      { '12': 'ADDRESS', Elm: 'ADDRESS', St: 'ADDRESS', Ely: 'ADDRESS' },
      ['ADDRESS:12 Elm St,\n Ely'],
    ],
    ['José\u{301}, -- !', { 'José\u{301}': 'NAME', ',': 'NAME', '!': 'NAME' }, ['NAME:José\u{301}']],
    ['𝒜nna 👍', { 𝒜nna: 'NAME', '👍': 'NAME' }, ['NAME:𝒜nna']],
    ['Anna Berlin', { Anna: 'NAME', Berlin: 'PLACE' }, ['NAME:Anna', 'PLACE:Berlin']],
  ])('joins %j', (text, kinds, spans) => {
    expect(joined(text, kinds)).toEqual(spans);
  });
});
