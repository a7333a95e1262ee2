import { describe, expect, it } from 'vitest';
import { sePersonalNumber, undashedSePersonalNumber } from './se-personal-number.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return [sePersonalNumber, undashedSePersonalNumber]
    .flatMap((detector) => detector.find(text, options))
    .map(({ start, end }) => text.slice(start, end));
}

describe('sePersonalNumber', () => {
  it.each([
    ['811218-9876', ['811218-9876']],
    ['19811218-9876', ['19811218-9876']],
    ['personnummer 8112189876', ['8112189876']],
  ])('finds what the check or the words prove: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['811218-9875', '8112189876', '811318-9876'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
