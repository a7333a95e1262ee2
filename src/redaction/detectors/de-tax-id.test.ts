import { describe, expect, it } from 'vitest';
import { deTaxId } from './de-tax-id.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return deTaxId.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('deTaxId', () => {
  it.each([['Meine Steuer-ID ist 86 095 742 719', ['86 095 742 719']]])(
    'finds what the check or the words prove: %s',
    (text, values) => {
      expect(masked(text)).toEqual(values);
    },
  );

  it.each(['86095742719', 'Rechnung 86095742719'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
