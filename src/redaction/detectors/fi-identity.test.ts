import { describe, expect, it } from 'vitest';
import { fiIdentity } from './fi-identity.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return fiIdentity.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('fiIdentity', () => {
  it.each([
    ['Hi, 080570-849M', ['080570-849M']],
    ['Hi, 191244-131H. What now?', ['191244-131H']],
    ['120956-5152. What now?', ['120956-5152']],
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
    expect(masked('120956-5153')).toEqual([]);
  });
});
