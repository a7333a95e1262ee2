import { describe, expect, it } from 'vitest';
import { secretUrl } from './secret-url.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return secretUrl.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('secretUrl', () => {
  it.each([
    ['see https://user:pw@host.example/x.', ['https://user:pw@host.example/x']],
    ['https://shop.example/a?x=1&token=abcdef123', ['https://shop.example/a?x=1&token=abcdef123']],
    ['(https://x.example/reset/0123456789abcdef)', ['https://x.example/reset/0123456789abcdef']],
  ])('finds links that open something: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['https://shop.example/help?page=2', 'http://www.example.org/reset', 'see example.org'])(
    'keeps ordinary links: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
