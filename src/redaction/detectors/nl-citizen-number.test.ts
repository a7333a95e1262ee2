import { describe, expect, it } from 'vitest';
import { nlCitizenNumber } from './nl-citizen-number.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return nlCitizenNumber.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('nlCitizenNumber', () => {
  it.each([['My BSN is 111222333', ['111222333']]])('finds what the check or the words prove: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['111222333'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
