import { describe, expect, it } from 'vitest';
import { macAddress } from './mac-address.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return macAddress.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('macAddress', () => {
  it.each([
    ['00:1A:2B:3c:4D:5E', ['00:1A:2B:3c:4D:5E']],
    ['00-1a-2b-3c-4d-5e', ['00-1a-2b-3c-4d-5e']],
    ['001a.2b3c.4d5e', ['001a.2b3c.4d5e']],
  ])('finds the three notations: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['12:30:45', '00:1A:2B:3C:4D:5E:6F', '00-1a-2b-3c-4d-5e-6f'])('keeps times and longer runs: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
