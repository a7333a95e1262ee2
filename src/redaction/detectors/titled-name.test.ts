import { describe, expect, it } from 'vitest';
import { titledName } from './titled-name.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return titledName.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('titledName', () => {
  it.each([
    ['Mr. Patel called', ['Mr. Patel']],
    ['Dr Anna Keller too', ['Dr Anna Keller']],
    ['thanks mr riley i need', ['mr riley']],
    ['Frau von der Leyen', ['Frau von der Leyen']],
  ])('finds names after titles: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['I miss you', "don't do it", 'Mr and Mrs', 'my dr said'])(
    'keeps words that look like titles: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
