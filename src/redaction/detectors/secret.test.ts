import { describe, expect, it } from 'vitest';
import { secret } from './secret.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return secret.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('secret', () => {
  it.each([
    ['my password is hunter2.', ['hunter2']],
    ['Password: correct-horse', ['correct-horse']],
    ['password is arun 458', ['arun 458']],
    ['pin 1234 and cvv 987', ['1234', '987']],
    ['the one-time code is 445566', ['445566']],
    ['key AKIAIOSFODNN7EXAMPLE', ['AKIAIOSFODNN7EXAMPLE']],
    ['Passwort ist geheim!1', ['geheim!1']],
  ])('finds passwords, codes and keys: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    'my password is wrong',
    'my password was leaked',
    'the password is not working',
    'I forgot my pin',
    'my PIN is blocked',
    'password reset',
    'pin for 1000 dollars',
    'token of thanks',
  ])('keeps remarks about passwords: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
