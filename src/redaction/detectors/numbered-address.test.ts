import { describe, expect, it } from 'vitest';
import { numberedAddress } from './numbered-address.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  const values = numberedAddress.find(text, options).map(({ start, end }) => text.slice(start, end));
  return values.filter((value) => !values.some((other) => other !== value && other.includes(value)));
}

describe('numberedAddress', () => {
  it.each([
    ['a taxi to Unit 7349 Box 6067\nDPO AE 99081. Please', ['Unit 7349 Box 6067\nDPO AE 99081']],
    ["I'll meet you at USS Mahler\nFPO AA 70489 after", ['USS Mahler\nFPO AA 70489']],
    [
      'return to 72134 Coronilla 3599\nNijmegen\n, GE\n Netherlands 62971 in',
      ['72134 Coronilla 3599\nNijmegen\n, GE\n Netherlands 62971'],
    ],
    ['it is the corner of Bygget 64 and Komel Club', ['the corner of Bygget 64 and Komel Club']],
    ['He lives on the north side of Joaquin Suarez 2906.', ['Joaquin Suarez 2906']],
  ])('finds addresses without a word for street: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    '3 Cards 2, please',
    'I moved 500 to Savings 2 yesterday',
    'just around the corner of my street',
    'Windows 10, Office 365',
    'my unit 4 is broken',
  ])('keeps numbers of other things: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
