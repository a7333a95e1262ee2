import { describe, expect, it } from 'vitest';
import { thIdentity } from './th-identity.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return thIdentity.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('thIdentity', () => {
  it.each([['1-1017-00230-70-8', ['1-1017-00230-70-8']]])('finds numbers of its kind: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['order 123456789', 'I paid 12345.67 on 12/03/2026', 'version 10.2.3', 'call 212-555-0142'])(
    'keeps other numbers: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );

  it('keeps a number whose check character is wrong, unless words name it', () => {
    expect(masked('1-1017-00230-70-9')).toEqual([]);
  });
});
