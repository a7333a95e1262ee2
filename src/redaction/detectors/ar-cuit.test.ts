import { describe, expect, it } from 'vitest';
import { arCuit } from './ar-cuit.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return arCuit.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('arCuit', () => {
  it.each([
    ['Please help: 20-12967459-9 please check', ['20-12967459-9']],
    ['Good morning! mi CUIT es 27-30288573-2', ['27-30288573-2']],
    ['hello there. mi CUIT es 20-39814152-1. What now?', ['20-39814152-1']],
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
    expect(masked('20-39814152-2')).toEqual([]);
  });
});
