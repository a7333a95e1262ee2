import { describe, expect, it } from 'vitest';
import { sgNric } from './sg-nric.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return sgNric.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('sgNric', () => {
  it.each([
    ['Hi, nric T5802840H please check', ['T5802840H']],
    ['T1167583I', ['T1167583I']],
    ['Please help: nric T8386181E Thanks!', ['T8386181E']],
  ])('finds numbers of its kind: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['order 123456789', 'I paid 12345.67 on 12/03/2026', 'version 10.2.3', 'call 212-555-0142'])(
    'keeps other numbers: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );

  it('keeps a number whose check character is wrong, unless words name it', () => {
    expect(masked('T8386182E')).toEqual([]);
  });
});
