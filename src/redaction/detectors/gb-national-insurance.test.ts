import { describe, expect, it } from 'vitest';
import { gbNationalInsurance } from './gb-national-insurance.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return gbNationalInsurance.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('gbNationalInsurance', () => {
  it.each([
    ['AB 12 34 56 C', ['AB 12 34 56 C']],
    ['my NI number ab123456c', ['ab123456c']],
  ])('finds what the check or the words prove: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['BG123456C', 'DA123456C', 'AB12345678'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
