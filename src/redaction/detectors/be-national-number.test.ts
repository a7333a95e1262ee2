import { describe, expect, it } from 'vitest';
import { beNationalNumber } from './be-national-number.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return beNationalNumber.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('beNationalNumber', () => {
  it.each([['85.07.30-033.28', ['85.07.30-033.28']]])('finds what the check or the words prove: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['85.07.30-033.29', '85.17.30-033.28'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
