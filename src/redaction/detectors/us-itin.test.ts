import { describe, expect, it } from 'vitest';
import { usItin } from './us-itin.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return usItin.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('usItin', () => {
  it.each([
    ['Good morning! my ITIN is 903-75-3145 - can you see it?', ['903-75-3145']],
    ['itin 914-75-9404 please check', ['914-75-9404']],
    ['Please help: 916-72-1178', ['916-72-1178']],
  ])('finds numbers of its kind: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['order 123456789', 'I paid 12345.67 on 12/03/2026', 'version 10.2.3', 'call 212-555-0142'])(
    'keeps other numbers: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
