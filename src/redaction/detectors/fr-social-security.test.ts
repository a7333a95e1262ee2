import { describe, expect, it } from 'vitest';
import { frSocialSecurity } from './fr-social-security.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return frSocialSecurity.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('frSocialSecurity', () => {
  it.each([
    ['1 85 05 78 006 084 91', ['1 85 05 78 006 084 91']],
    ['numéro de sécurité sociale 185057800608491', ['185057800608491']],
  ])('finds what the check or the words prove: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['185057800608492'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
