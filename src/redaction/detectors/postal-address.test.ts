import { describe, expect, it } from 'vitest';
import { postalAddress } from './postal-address.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return postalAddress.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('postalAddress', () => {
  it.each([
    ['at 12 High Street, London SW1A 1AA now', ['12 High Street, London SW1A 1AA']],
    ['742 Evergreen Terrace, Springfield, IL 62704 please', ['742 Evergreen Terrace, Springfield, IL 62704']],
    ['1111 sleepy hollow rd arrington va 22933', ['1111 sleepy hollow rd arrington va 22933']],
    ['Hauptstraße 12', ['Hauptstraße 12']],
    ['33 avenue de Provence', ['33 avenue de Provence']],
    ['Calle Mayor 12', ['Calle Mayor 12']],
    ['P.O. Box 104', ['P.O. Box 104']],
  ])('finds street lines with what follows: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([['I live at block 7 Green Park and my card is lost', ['block 7 Green Park']]])(
    'finds what is called an address: %s',
    (text, values) => {
      expect(masked(text)).toEqual(values);
    },
  );

  it.each([
    'I waited 3 weeks at Wall Street',
    'I live at home',
    'my address is wrong',
    'how do I change my address?',
    '2 days on the road',
    '5 pounds for a place',
  ])('keeps counts and places without a number: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
