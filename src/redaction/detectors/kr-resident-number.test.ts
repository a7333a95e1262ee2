import { describe, expect, it } from 'vitest';
import { krResidentNumber } from './kr-resident-number.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return krResidentNumber.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('krResidentNumber', () => {
  it.each([
    ['Please help: 주민등록번호 660326-1249434 Thanks!', ['660326-1249434']],
    ['Good morning! my RRN is 551213-2704283', ['551213-2704283']],
    ['my RRN is 890204-2529232. What now?', ['890204-2529232']],
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
