import { describe, expect, it } from 'vitest';
import { trTckn } from './tr-tckn.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return trTckn.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('trTckn', () => {
  it.each([
    ['hello there. kimlik numaram 16931796776 - can you see it?', ['16931796776']],
    ['kimlik numaram 91889117262. What now?', ['91889117262']],
    ['Hi, kimlik numaram 62501541734', ['62501541734']],
  ])('finds numbers of its kind: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['order 123456789', 'I paid 12345.67 on 12/03/2026', 'version 10.2.3', 'call 212-555-0142'])(
    'keeps other numbers: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );

  it('keeps a right number that no word names: chance makes many', () => {
    expect(masked('it says 62501541734')).toEqual([]);
  });
});
