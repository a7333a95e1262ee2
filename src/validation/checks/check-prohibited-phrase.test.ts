import { describe, expect, it } from 'vitest';
import { givenSubject } from '../../../test/support/given-draft.ts';
import { checkProhibitedPhrase } from './check-prohibited-phrase.ts';

const rules = {
  prohibitedPhrases: [
    { phrase: 'Unfortunately, I cannot', rule: 'policies/tone.yaml:5:5' },
    { phrase: "I'm just an AI", rule: 'policies/tone.yaml:6:5' },
  ],
};
const found = (...sentences: string[]) => checkProhibitedPhrase(givenSubject({ sentences, rules }));

describe('checkProhibitedPhrase', () => {
  it.each([
    'Unfortunately, I cannot do this.',
    'UNFORTUNATELY I CANNOT do this.',
    'Well — unfortunately,\n  I   cannot.',
    'Unfortunаtely, I cаnnot.', // with Cyrillic letters
    'Ｕnfortunately, I cannot.', // full width
    'Un\u00ADfortun\u200Bately, I can\u2060not.',
    'U n f o r t u n a t e l y, I cannot.',
    'Ünfortunately, I cannot.',
    'I’m just an AI.',
    'Im just an Al-gorithm, and I am not; im  just  an  ai!',
  ])('finds %j', (text) => {
    expect(found(text)).toHaveLength(1);
  });

  it.each(['Unfortunately it rained and I cannot swim.', 'I cannot, unfortunately.', 'An aide is just a person.'])(
    'passes %j',
    (text) => {
      expect(found(text)).toEqual([]);
    },
  );

  it('names rule and place, over two sentences too', () => {
    expect(found('It is so.', 'Unfortunately.', 'I cannot.')).toEqual([
      {
        check: 'prohibited-phrase',
        sentence: 1,
        span: { start: 10, end: 33 },
        detail: 'Unfortunately, I cannot',
        rule: 'policies/tone.yaml:5:5',
      },
    ]);
  });
});
