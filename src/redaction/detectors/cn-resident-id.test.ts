import { describe, expect, it } from 'vitest';
import { cnResidentId } from './cn-resident-id.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return cnResidentId.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('cnResidentId', () => {
  it.each([
    ['my resident id is 110101198408202794 - can you see it?', ['110101198408202794']],
    ['Please help: 身份证 110101198210087479', ['110101198210087479']],
    ['Good morning! 110101195008159893 - can you see it?', ['110101195008159893']],
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
    expect(masked('110101195008159894')).toEqual([]);
  });
});
