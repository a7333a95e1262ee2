import { describe, expect, it } from 'vitest';
import { gbPostcode, postcode } from './postcode.ts';

const options = { defaultCountry: 'GB' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return [postcode, gbPostcode]
    .flatMap((detector) => detector.find(text, options))
    .map(({ start, end }) => text.slice(start, end));
}

describe('postcode', () => {
  it.each([
    ['postcode SW1A 2AA', ['SW1A 2AA']],
    ['my zip is 90210', ['90210']],
    ['zip code 90210-1234', ['90210-1234']],
    ['PLZ 10115', ['10115']],
  ])('finds postcodes after the words: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['code 90210', 'room A1 2BC', 'zip file of 90210 KB'])('keeps other codes: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
