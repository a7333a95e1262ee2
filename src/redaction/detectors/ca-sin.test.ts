import { describe, expect, it } from 'vitest';
import { caSin } from './ca-sin.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return caSin.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('caSin', () => {
  it.each([
    ['Hi, my SIN is 386-425-201 please check', ['386-425-201']],
    ['Good morning! my SIN is 688-108-141', ['688-108-141']],
    ['my SIN is 381 657 154 Thanks!', ['381 657 154']],
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
    expect(masked('it says 381 657 154')).toEqual([]);
  });
});
