import { describe, expect, it } from 'vitest';
import { auTaxFile } from './au-tax-file.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return auTaxFile.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('auTaxFile', () => {
  it.each([
    ['tax file number 899802942 Thanks!', ['899802942']],
    ['my TFN is 479 893 749', ['479 893 749']],
    ['my TFN is 109 769 109 please check', ['109 769 109']],
  ])('finds numbers of its kind: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['order 123456789', 'I paid 12345.67 on 12/03/2026', 'version 10.2.3', 'call 212-555-0142'])(
    'keeps other numbers: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );

  it('keeps a right number that no word names: chance makes many', () => {
    expect(masked('it says 109 769 109')).toEqual([]);
  });
});
