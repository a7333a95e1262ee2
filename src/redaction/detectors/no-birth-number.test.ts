import { describe, expect, it } from 'vitest';
import { noBirthNumber } from './no-birth-number.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return noBirthNumber.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('noBirthNumber', () => {
  it.each([
    ['Good morning! fødselsnummer 21078515071 Thanks!', ['21078515071']],
    ['mitt personnummer er 08077317377', ['08077317377']],
    ['Good morning! mitt personnummer er 22118802032. What now?', ['22118802032']],
  ])('finds numbers of its kind: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['order 123456789', 'I paid 12345.67 on 12/03/2026', 'version 10.2.3', 'call 212-555-0142'])(
    'keeps other numbers: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );

  it('keeps a number whose check character is wrong, unless words name it', () => {
    expect(masked('22118802033')).toEqual([]);
  });
});
