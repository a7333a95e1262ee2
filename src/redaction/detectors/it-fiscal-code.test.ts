import { describe, expect, it } from 'vitest';
import { itFiscalCode } from './it-fiscal-code.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return itFiscalCode.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('itFiscalCode', () => {
  it.each([['RSSMRA85T10A562S', ['RSSMRA85T10A562S']]])(
    'finds what the check or the words prove: %s',
    (text, values) => {
      expect(masked(text)).toEqual(values);
    },
  );

  it.each(['RSSMRA85T10A562T'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
