import { describe, expect, it } from 'vitest';
import { webAddress } from './web-address.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return webAddress.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('webAddress', () => {
  it.each([
    ['see https://www.VCShow.cz/ now', ['https://www.VCShow.cz/']],
    ['www.annas-blog.org.', ['www.annas-blog.org']],
    ['my website is anna-keller.de, look', ['anna-keller.de']],
  ])('finds addresses of sites: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['I bought it at amazon.com', 'ok.thanks', 'version 1.2.3', 'your website is slow'])(
    'keeps sites everybody names and what only has dots: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
