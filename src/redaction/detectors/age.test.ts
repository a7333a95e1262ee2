import { describe, expect, it } from 'vitest';
import { age } from './age.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return age.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('age', () => {
  it.each([
    ["I'm 31 y/o", ['31']],
    ['a 65-year-old male', ['65']],
    ['just turned 54', ['54']],
    ['at the age of 66', ['66']],
    ['my age is 42', ['42']],
  ])('finds ages of people: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['a 5 year old account', 'my phone is 3 years old', 'I am 25 minutes away', 'page 65', 'turned 30 %'])(
    'keeps the age of things and other numbers: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
