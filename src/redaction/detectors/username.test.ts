import { describe, expect, it } from 'vitest';
import { username } from './username.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return username.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('username', () => {
  it.each([
    ['my username is anna_k', ['anna_k']],
    ['User name: pebafe359 please', ['pebafe359']],
    ['login id jsmith42.', ['jsmith42']],
  ])('finds names people sign in with: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['my username is wrong', 'I forgot my user name', 'login is not possible', 'user id missing'])(
    'keeps what is said about them: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
