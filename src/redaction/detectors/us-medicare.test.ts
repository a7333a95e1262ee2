import { describe, expect, it } from 'vitest';
import { usMedicare } from './us-medicare.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return usMedicare.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('usMedicare', () => {
  it.each([
    ['Please help: 2H01-WA3-HD58', ['2H01-WA3-HD58']],
    ['Good morning! 5H77-RE3-DC24 - can you see it?', ['5H77-RE3-DC24']],
    ['my Medicare number is 3E88-MF7-AF89 - can you see it?', ['3E88-MF7-AF89']],
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
