import { describe, expect, it } from 'vitest';
import { iePps } from './ie-pps.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return iePps.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('iePps', () => {
  it.each([
    ['Hi, my PPS number is 4179204MA', ['4179204MA']],
    ['PPSN 5686994JA', ['5686994JA']],
    ['Please help: PPSN 7217507PA', ['7217507PA']],
  ])('finds numbers of its kind: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['order 123456789', 'I paid 12345.67 on 12/03/2026', 'version 10.2.3', 'call 212-555-0142'])(
    'keeps other numbers: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );

  it('keeps a number whose check character is wrong, unless words name it', () => {
    expect(masked('7217508PA')).toEqual([]);
  });
});
