import { describe, expect, it } from 'vitest';
import { paymentCard } from './payment-card.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return paymentCard.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('paymentCard', () => {
  it.each([
    ['my card 4111 1111 1111 1111 please', ['4111 1111 1111 1111']],
    ['4111-1111-1111-1111', ['4111-1111-1111-1111']],
    ['5555.5555.5555.4444', ['5555.5555.5555.4444']],
    ['378282246310005', ['378282246310005']],
    ['4111\n1111\n1111\n1111', ['4111\n1111\n1111\n1111']],
    ['4111\t1111\t1111\t1111', ['4111\t1111\t1111\t1111']],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1']],
    ['4111 1111 1111 1111 12 27 123', ['4111 1111 1111 1111']],
    ['30569309025904 and 3530111333300000', ['30569309025904', '3530111333300000']],
    ['card 6759649826438453', ['6759649826438453']],
  ])('finds proved numbers in any grouping: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    ['my card number is 4111 1111 1111 1112', ['4111 1111 1111 1112']],
    ['card ending in 4242', ['4242']],
    ['credit card no 2004', ['2004']],
  ])('finds mistyped and partial numbers that are called a card: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    ['cc4111111111111111', ['4111111111111111']],
    ['visa4111 1111 1111 1111', ['4111 1111 1111 1111']],
    ['Card4111111111111111', ['4111111111111111']],
    ['mycardnumberis4111-1111-1111-1111', ['4111-1111-1111-1111']],
    ['no4111111111111111 is mine', ['4111111111111111']],
    ['creditcardnr5555555555554444', ['5555555555554444']],
    ['card4111111111111112', ['4111111111111112']],
  ])('finds numbers glued to what they are called: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    'ORD4111111111111111',
    'SKU4111111111111111',
    'discard4111111111111111',
    'piano4111111111111111',
    'A4111111111111111',
    'order 4111111111111112',
    'ORD-12345678',
    'tracking number 9400111899223100000000',
    'card 2015',
    'I paid 1000 with my card 3 times',
    'my visa expires 12/2027',
    '4111111111111111222233334444',
  ])('keeps numbers of other things: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
