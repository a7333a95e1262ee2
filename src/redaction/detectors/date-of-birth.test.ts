import { describe, expect, it } from 'vitest';
import { dateOfBirth } from './date-of-birth.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return dateOfBirth.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('dateOfBirth', () => {
  it.each([
    ['I was born on 12/03/1985', ['12/03/1985']],
    ['DOB: 3 May 1990', ['3 May 1990']],
    ['date of birth is 1990-05-03', ['1990-05-03']],
    ['geboren am 3.5.1990', ['3.5.1990']],
    ['my birthday is June 5th', ['June 5th']],
    ['née le 03/05/1990', ['03/05/1990']],
  ])('finds dates after the words: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['delivered on 12/03/2024', 'my birthday is soon', 'born to shop', 'since May 1990'])(
    'keeps other dates: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
