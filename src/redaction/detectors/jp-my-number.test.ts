import { describe, expect, it } from 'vitest';
import { jpMyNumber } from './jp-my-number.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return jpMyNumber.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('jpMyNumber', () => {
  it.each([
    ['hello there. my number card 6350 3070 1475', ['6350 3070 1475']],
    ['hello there. マイナンバー 9441 3608 7264', ['9441 3608 7264']],
    ['Good morning! my number card 2364 6076 8423. What now?', ['2364 6076 8423']],
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
