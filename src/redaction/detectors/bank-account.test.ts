import { describe, expect, it } from 'vitest';
import { bankAccount, customerNumber, lastDigits, longBankAccount } from './bank-account.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return [bankAccount, longBankAccount, lastDigits, customerNumber]
    .flatMap((detector) => detector.find(text, options))
    .map(({ start, end }) => text.slice(start, end));
}

describe('bankAccount', () => {
  it.each([
    ['account number 12345678', ['12345678']],
    ['my a/c no. is 0012 3456 7890', ['0012 3456 7890']],
    ['acct ending in 4321', ['4321']],
    ['Konto 1234567890', ['1234567890']],
    ['customer number KD-48213', ['KD-48213']],
    ['the last four digits are 4133', ['4133']],
  ])('finds numbers that are called an account: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    'my account was charged 5000 twice',
    'account since 2019',
    'account number 3 of 4',
    'I have 2 accounts and 1500 dollars',
    'order number 12345678',
  ])('keeps amounts beside the word account: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
