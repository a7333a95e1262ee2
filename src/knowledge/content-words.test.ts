import { describe, expect, it } from 'vitest';
import { toContentWords } from './content-words.ts';

describe('toContentWords', () => {
  it.each([
    ['I lost my card', ['lost', 'card']],
    ['What are the fees for replacing cards?', ['fee', 'replac', 'card']],
    ['Déjà vu: $15, 2.5%', ['deja', 'vu', '15', '2', '5']],
    ['[NAME_1] paid [IBAN_2] twice', ['paid', 'twic']],
    ['how do I do it', []],
    ['', []],
  ])('keeps what tells of the matter: %s', (text, words) => {
    expect(toContentWords(text)).toEqual(words);
  });

  it.each([
    ['order ordered ordering orders'],
    ['replace replaced replacing replaces'],
    ['stop stopped stopping'],
    ['country countries'],
    ['withdrawal withdrawals'],
  ])('meets the forms of one word: %s', (forms) => {
    expect(toContentWords(forms)).toHaveLength(1);
  });

  it('keeps words apart that only look like forms', () => {
    expect(toContentWords('bus business address')).toHaveLength(3);
  });
});
