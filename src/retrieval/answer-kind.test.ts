import { describe, expect, it } from 'vitest';
import { kindMatch, kindsAsked, kindsGiven } from './answer-kind.ts';

describe('kindsAsked', () => {
  it.each([
    ['how much is a new card', ['amount']],
    ['what percentage do I pay', ['rate']],
    ['how long does a transfer take', ['duration']],
    ['what time do you open on saturday', ['clock']],
    ['which number do I call', ['contact']],
    ['what is the most I can withdraw', ['limit']],
    ['tell me about joint accounts', []],
  ])('hears what "%s" wants', (question, kinds) => {
    expect(kindsAsked(question)).toEqual(expect.arrayContaining(kinds));
    if (kinds.length === 0) expect(kindsAsked(question)).toEqual([]);
  });
});

describe('kindsGiven', () => {
  it.each([
    ['Express delivery costs $15.', 'amount'],
    ['A replacement card is free.', 'amount'],
    ['Purchases cost 22.9% APR.', 'rate'],
    ['The card arrives within 5 working days.', 'duration'],
    ['Branches are open from 09:00 to 17:00.', 'clock'],
    ['Call 0800 555 0142 at once.', 'contact'],
    ['Write to help@meridian.example.', 'contact'],
    ['You can send up to $10,000 a day.', 'limit'],
  ])('sees what "%s" gives', (sentence, kind) => {
    expect(kindsGiven(sentence)).toContain(kind);
  });

  it('sees nothing in a sentence that gives nothing', () => {
    expect(kindsGiven('Keep your card in a dry place.')).toEqual([]);
  });
});

describe('kindMatch', () => {
  it('is the share of what is asked for', () => {
    expect(kindMatch(['amount', 'duration'], ['amount', 'limit'])).toBe(0.5);
    expect(kindMatch(['amount'], ['amount'])).toBe(1);
  });

  it('takes no side where nothing is asked for', () => {
    expect(kindMatch([], ['amount'])).toBe(kindMatch([], []));
  });
});
