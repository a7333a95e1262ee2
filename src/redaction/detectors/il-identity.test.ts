import { describe, expect, it } from 'vitest';
import { ilIdentity } from './il-identity.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return ilIdentity.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('ilIdentity', () => {
  it.each([
    ['hello there. teudat zehut 251504650 Thanks!', ['251504650']],
    ['Good morning! my Israeli id number is 326151719 please check', ['326151719']],
    ['teudat zehut 380770339 - can you see it?', ['380770339']],
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
    expect(masked('it says 380770339')).toEqual([]);
  });
});
