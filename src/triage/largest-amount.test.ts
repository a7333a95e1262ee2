import { describe, expect, it } from 'vitest';
import { largestAmount } from './largest-amount.ts';

describe('largestAmount', () => {
  it.each([
    ['a charge of $1,250.00 and one of $20', 1250],
    ['600 dollars are missing', 600],
    ['500 USD', 500],
    ['€ 99.95', 99.95],
    ['I was charged 12 times', 0],
    ['my card ends in 1234', 0],
    ['', 0],
  ])('in "%s" is %d', (text, amount) => {
    expect(largestAmount(text)).toBe(amount);
  });
});
