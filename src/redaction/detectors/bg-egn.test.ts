import { describe, expect, it } from 'vitest';
import { bgEgn } from './bg-egn.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return bgEgn.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('bgEgn', () => {
  it.each([
    ['ЕГН 9503066135 please check', ['9503066135']],
    ['my EGN is 5012097447 Thanks!', ['5012097447']],
    ['Please help: ЕГН 9602273065 please check', ['9602273065']],
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
    expect(masked('it says 9602273065')).toEqual([]);
  });
});
