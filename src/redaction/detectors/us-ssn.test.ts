import { describe, expect, it } from 'vitest';
import { labelledUsSsn, usSsn } from './us-ssn.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return [usSsn, labelledUsSsn]
    .flatMap((detector) => detector.find(text, options))
    .map(({ start, end }) => text.slice(start, end));
}

describe('usSsn', () => {
  it.each([
    ['536-22-1234', ['536-22-1234']],
    ['my ssn is 536221234', ['536221234']],
    ['social security number 536 22 1234', ['536 22 1234']],
    ['last four of my ssn is 5832', ['5832']],
    ['ssn 5832 card 9911', ['5832']],
    ['8711 is the ssn', ['8711']],
    ['SSN536221234', ['536221234']],
    ['myssn5832', ['5832']],
  ])('finds numbers and last digits: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['ssn536-22-1234', 'no536-22-1234', 'SocialSecurityNumber536-22-1234'])(
    'finds numbers glued to what they are called: %s',
    (text) => {
      expect(new Set(masked(text))).toEqual(new Set(['536-22-1234']));
    },
  );

  it.each([
    'part PX536-22-1234',
    'casino536-22-1234',
    'assn5832',
    '000-12-3456',
    '666-12-3456',
    '912-12-3456',
    '123-00-4567',
    'part 536-22-12345',
    '1-536-22-1234',
    'in 2019',
    'ssn was charged $5832',
  ])('keeps numbers that were never issued and other numbers: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
