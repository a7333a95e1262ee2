import { describe, expect, it } from 'vitest';
import { zaId } from './za-id.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return zaId.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('zaId', () => {
  it.each([
    ['hello there. my SA id number is 5203043794184 please check', ['5203043794184']],
    ['Hi, 7105246022180 - can you see it?', ['7105246022180']],
    ['Good morning! 7102103814189', ['7102103814189']],
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
    expect(masked('7102103814180')).toEqual([]);
  });
});
