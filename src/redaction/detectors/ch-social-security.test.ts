import { describe, expect, it } from 'vitest';
import { chSocialSecurity } from './ch-social-security.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return chSocialSecurity.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('chSocialSecurity', () => {
  it.each([['756.9217.0769.85', ['756.9217.0769.85']]])(
    'finds what the check or the words prove: %s',
    (text, values) => {
      expect(masked(text)).toEqual(values);
    },
  );

  it.each(['756.9217.0769.86'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
