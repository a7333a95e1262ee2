import { describe, expect, it } from 'vitest';
import { esIdentity } from './es-identity.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return esIdentity.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('esIdentity', () => {
  it.each([
    ['DNI 12345678Z', ['12345678Z']],
    ['x1234567l', ['x1234567l']],
    ['12.345.678-Z', ['12.345.678-Z']],
  ])('finds what the check or the words prove: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['12345678A'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
