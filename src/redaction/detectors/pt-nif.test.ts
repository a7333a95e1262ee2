import { describe, expect, it } from 'vitest';
import { ptNif } from './pt-nif.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return ptNif.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('ptNif', () => {
  it.each([
    ['Please help: o meu NIF é 231052995. What now?', ['231052995']],
    ['ok so o meu NIF é 161541461 please check', ['161541461']],
    ['Please help: o meu NIF é 237451697', ['237451697']],
  ])('finds numbers of its kind: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['order 123456789', 'I paid 12345.67 on 12/03/2026', 'version 10.2.3', 'call 212-555-0142'])(
    'keeps other numbers: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );

  it('keeps a right number that no word names: chance makes many', () => {
    expect(masked('it says 237451697')).toEqual([]);
  });
});
