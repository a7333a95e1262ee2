import { describe, expect, it } from 'vitest';
import { inPan } from './in-pan.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return inPan.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('inPan', () => {
  it.each([['pan ABCPE1234F', ['ABCPE1234F']]])('finds what the check or the words prove: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['ABCDE1234F', 'ABCPE12345'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
