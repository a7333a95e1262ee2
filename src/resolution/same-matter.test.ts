import { describe, expect, it } from 'vitest';
import { isContradiction, isRepetition, toClaim } from './same-matter.ts';

const contradicts = (one: string, other: string): boolean => isContradiction(toClaim(one), toClaim(other));
const repeats = (one: string, other: string): boolean => isRepetition(toClaim(one), toClaim(other));

describe('isContradiction', () => {
  it.each([
    ['A copy of an old statement costs $5.', 'A copy of an old statement on paper costs $8.'],
    ['The overdraft fee is $10 a month.', 'The overdraft fee is $6 a month, charged only when you use it.'],
    ['Overdraft interest is 19.9% APR.', 'Interest on an arranged overdraft is 18.9% APR.'],
  ])('sees two amounts for one thing: %s / %s', (one, other) => {
    expect(contradicts(one, other)).toBe(true);
    expect(contradicts(other, one)).toBe(true);
  });

  it.each([
    ['The same amount twice', 'The overdraft fee is $6 a month.', 'The overdraft fee is $6 a month.'],
    ['two products', 'The Plus account costs $12 a month.', 'A business account costs $9 a month.'],
    ['a price and a rate', 'The transfer fee is $3.', 'The transfer fee is 2.5%.'],
    ['one amount among several', 'An express card costs $15.', 'An express card costs $15, or $25 abroad.'],
    ['no amount at all', 'Call us about a lost card.', 'Call us about a lost card at once.'],
  ])('lets stand: %s', (_what, one, other) => {
    expect(contradicts(one, other)).toBe(false);
  });
});

describe('isRepetition', () => {
  it('knows a sentence that another article says too', () => {
    expect(
      repeats(
        'A fee charged by mistake is refunded by the next working day.',
        'If a bank fee was charged by mistake, it is refunded by the next working day.',
      ),
    ).toBe(true);
  });

  it('keeps sentences that differ in their amount', () => {
    expect(repeats('An express card costs $15.', 'An express card costs $25.')).toBe(false);
  });

  it('keeps sentences that only share their subject', () => {
    expect(repeats('Freeze your card in the app.', 'A frozen card refuses purchases in shops and online.')).toBe(false);
  });
});
