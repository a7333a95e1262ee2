import { describe, expect, it } from 'vitest';
import { roCnp } from './ro-cnp.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return roCnp.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('roCnp', () => {
  it.each([
    ['CNP 2851017211675', ['2851017211675']],
    ['ok so codul numeric personal 2511210117889 - can you see it?', ['2511210117889']],
    ['Please help: 2640527015114', ['2640527015114']],
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
    expect(masked('2640527015115')).toEqual([]);
  });
});
