import { describe, expect, it } from 'vitest';
import { czBirthNumber } from './cz-birth-number.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return czBirthNumber.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('czBirthNumber', () => {
  it.each([
    ['rodné číslo 540421/2363', ['540421/2363']],
    ['ok so 541005/6102 - can you see it?', ['541005/6102']],
    ['681210/7236 please check', ['681210/7236']],
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
    expect(masked('681210/7237')).toEqual([]);
  });
});
