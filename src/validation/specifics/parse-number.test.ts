import { describe, expect, it } from 'vitest';
import { parseNumber } from './parse-number.ts';

describe('parseNumber', () => {
  it.each([
    ['1,000.00', '1000'],
    ['1.000,00', '1000'],
    ['1 000', '1000'],
    ["1'000'000", '1000000'],
    ['12.50', '12.5'],
    ['12,5', '12.5'],
    ['0.125', '0.125'],
    ['1.234.567', '1234567'],
    ['007', '7'],
    ['twenty-five', '25'],
    ['one hundred and five', '105'],
    ['two thousand five hundred', '2500'],
    ['two three', undefined],
  ])('reads %j as %j', (written, decimal) => {
    expect(parseNumber(written)).toBe(decimal);
  });

  it.each([
    ['5', 'k', '5000'],
    ['1.5', 'million', '1500000'],
    ['2', 'bn', '2000000000'],
  ])('multiplies %j by %j', (written, magnitude, decimal) => {
    expect(parseNumber(written, magnitude)).toBe(decimal);
  });
});
