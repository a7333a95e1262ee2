import { describe, expect, it } from 'vitest';
import { secret } from './secret.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return secret.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('secret', () => {
  it.each([
    ['pin 1234 and cvv 987', ['1234', '987']],
    ['the one-time code is 445566', ['445566']],
    ['key AKIAIOSFODNN7EXAMPLE', ['AKIAIOSFODNN7EXAMPLE']],
  ])('finds codes and keys: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['I forgot my pin', 'my PIN is blocked', 'password reset', 'pin for 1000 dollars', 'token of thanks'])(
    'keeps remarks about codes: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
