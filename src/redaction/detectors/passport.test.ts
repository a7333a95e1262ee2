import { describe, expect, it } from 'vitest';
import { passport } from './passport.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return passport.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('passport', () => {
  it.each([
    ['passport number C01X00T47', ['C01X00T47']],
    ['my passport is 123456789', ['123456789']],
  ])('finds numbers after the word: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['123456789', 'my passport expired in 2023', 'passport renewal'])('keeps other numbers: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
