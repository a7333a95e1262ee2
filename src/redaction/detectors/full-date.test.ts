import { describe, expect, it } from 'vitest';
import { fullDate } from './full-date.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return fullDate.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('fullDate', () => {
  it.each([
    ["It's 2/16/1942", ['2/16/1942']],
    ['on 2020-06-20 14:11:22 exactly', ['2020-06-20 14:11:22']],
    ['since 3 March 2026, and', ['3 March 2026']],
    ['March 3rd, 2026', ['March 3rd, 2026']],
  ])('finds dates with day, month and year: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['in 2026', 'on Monday', '3 March', '24/7', 'version 10.2.2026.1', '1/2', 'ratio 3/4/5'])(
    'keeps what names no single day: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
