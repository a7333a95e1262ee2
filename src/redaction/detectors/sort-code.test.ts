import { describe, expect, it } from 'vitest';
import { sortCode } from './sort-code.ts';

const options = { defaultCountry: 'GB' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return sortCode.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('sortCode', () => {
  it.each([
    ['sort code 12-34-56', ['12-34-56']],
    ['Sort-code: 123456', ['123456']],
  ])('finds sort codes after the words: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['12-34-56', 'on 12-11-2024', 'code 123456'])('keeps dates and other numbers: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
