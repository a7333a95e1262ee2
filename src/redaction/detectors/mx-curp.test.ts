import { describe, expect, it } from 'vitest';
import { mxCurp } from './mx-curp.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return mxCurp.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('mxCurp', () => {
  it.each([
    ['hello there. mi CURP es MUBC660826HYNDNR99', ['MUBC660826HYNDNR99']],
    ['Hi, CUPM491012MJCSBL97. What now?', ['CUPM491012MJCSBL97']],
    ['CIRF411028MYNNCP28', ['CIRF411028MYNNCP28']],
  ])('finds numbers of its kind: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['order 123456789', 'I paid 12345.67 on 12/03/2026', 'version 10.2.3', 'call 212-555-0142'])(
    'keeps other numbers: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
