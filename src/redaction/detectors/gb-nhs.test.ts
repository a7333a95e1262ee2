import { describe, expect, it } from 'vitest';
import { gbNhs } from './gb-nhs.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return gbNhs.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('gbNhs', () => {
  it.each([
    ['Hi, my NHS number is 6376812422 Thanks!', ['6376812422']],
    ['ok so NHS no 4599642886 please check', ['4599642886']],
    ['ok so my NHS number is 9390864879. What now?', ['9390864879']],
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
    expect(masked('it says 9390864879')).toEqual([]);
  });
});
