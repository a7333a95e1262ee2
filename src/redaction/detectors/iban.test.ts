import { describe, expect, it } from 'vitest';
import { iban } from './iban.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return iban.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('iban', () => {
  it.each([
    ['DE89 3704 0044 0532 0130 00 thanks', ['DE89 3704 0044 0532 0130 00']],
    ['de89370400440532013000', ['de89370400440532013000']],
    ['GB29-NWBK-6016-1331-9268-19 please', ['GB29-NWBK-6016-1331-9268-19']],
    ['NO93 8601 1117 947', ['NO93 8601 1117 947']],
  ])('finds IBANs in any grouping and case: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    ['IBANDE89370400440532013000', ['DE89370400440532013000']],
    ['iban no:GB29NWBK60161331926819', ['GB29NWBK60161331926819']],
    ['ibande89 3704 0044 0532 0130 00', ['de89 3704 0044 0532 0130 00']],
    ['KontoNrDE89370400440532013000', ['DE89370400440532013000']],
    ['IBANDE88370400440532013000', ['DE88370400440532013000']],
  ])('finds IBANs glued to what they are called: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([['my iban is DE88370400440532013000', ['DE88370400440532013000']]])(
    'finds a mistyped IBAN that is called one: %s',
    (text, values) => {
      expect(masked(text)).toEqual(values);
    },
  );

  it.each([
    'DE88370400440532013000',
    'ORDDE89370400440532013000',
    'urbanDE89370400440532013000',
    'BA12 34 flights',
    'DE89 3704 0044',
    'AB12CDEF34567890123456',
  ])('keeps what only begins like one: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
