import { describe, expect, it } from 'vitest';
import { plPesel } from './pl-pesel.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return plPesel.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('plPesel', () => {
  it.each([['44051401359', ['44051401359']]])('finds what the check or the words prove: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['44051401358', 'order-44051401359'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
