import { describe, expect, it } from 'vitest';
import { deHealthInsurance } from './de-health-insurance.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return deHealthInsurance.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('deHealthInsurance', () => {
  it.each([['Krankenversichertennummer A123456780', ['A123456780']]])(
    'finds numbers of its kind: %s',
    (text, values) => {
      expect(masked(text)).toEqual(values);
    },
  );

  it.each(['order 123456789', 'I paid 12345.67 on 12/03/2026', 'version 10.2.3', 'call 212-555-0142'])(
    'keeps other numbers: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
