import { describe, expect, it } from 'vitest';
import { drivingLicence } from './driving-licence.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return drivingLicence.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('drivingLicence', () => {
  it.each([
    ["my driver's license number is F162823540116", ['F162823540116']],
    ['driving licence MORGA753116SM9IJ', ['MORGA753116SM9IJ']],
  ])('finds numbers after the words: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['F162823540116', 'driving licence expired'])('keeps other numbers: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
