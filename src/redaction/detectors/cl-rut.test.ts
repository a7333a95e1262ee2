import { describe, expect, it } from 'vitest';
import { clRut } from './cl-rut.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return clRut.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('clRut', () => {
  it.each([
    ['Please help: 18.784.920-9. What now?', ['18.784.920-9']],
    ['Good morning! mi RUT es 18.725.525-2', ['18.725.525-2']],
    ['mi RUT es 27.711.167-5', ['27.711.167-5']],
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
    expect(masked('27.711.167-6')).toEqual([]);
  });
});
