import { describe, expect, it } from 'vitest';
import { auMedicare } from './au-medicare.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return auMedicare.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('auMedicare', () => {
  it.each([
    ['Please help: medicare 3736 55957 2', ['3736 55957 2']],
    ['ok so medicare 5979 12771 5 please check', ['5979 12771 5']],
    ['Hi, my medicare card number is 3331 14245 4 - can you see it?', ['3331 14245 4']],
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
    expect(masked('it says 3331 14245 4')).toEqual([]);
  });
});
