import { describe, expect, it } from 'vitest';
import { inAadhaar, ungroupedInAadhaar } from './in-aadhaar.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return [inAadhaar, ungroupedInAadhaar]
    .flatMap((detector) => detector.find(text, options))
    .map(({ start, end }) => text.slice(start, end));
}

describe('inAadhaar', () => {
  it.each([
    ['2341 2341 2346', ['2341 2341 2346']],
    ['aadhaar 234123412346', ['234123412346']],
  ])('finds what the check or the words prove: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['2341 2341 2347', '234123412346', '1 2341 2341 2346'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
