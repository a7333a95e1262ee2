import { describe, expect, it } from 'vitest';
import { dkCpr } from './dk-cpr.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return dkCpr.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('dkCpr', () => {
  it.each([
    ['Please help: mit CPR-nummer er 080681-8897 Thanks!', ['080681-8897']],
    ['ok so mit CPR-nummer er 240164-1384 - can you see it?', ['240164-1384']],
    ['mit CPR-nummer er 060385-2589', ['060385-2589']],
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
