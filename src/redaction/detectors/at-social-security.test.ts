import { describe, expect, it } from 'vitest';
import { atSocialSecurity } from './at-social-security.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return atSocialSecurity.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('atSocialSecurity', () => {
  it.each([
    ['Good morning! meine Sozialversicherungsnummer ist 2692 200175', ['2692 200175']],
    ['SVNR 6258 010473 Thanks!', ['6258 010473']],
    ['Please help: SVNR 8087 190949', ['8087 190949']],
  ])('finds numbers of its kind: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['order 123456789', 'I paid 12345.67 on 12/03/2026', 'version 10.2.3', 'call 212-555-0142'])(
    'keeps other numbers: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );

  it('keeps a right number that no word names: chance makes many', () => {
    expect(masked('it says 8087 190949')).toEqual([]);
  });
});
