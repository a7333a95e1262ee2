import { describe, expect, it } from 'vitest';
import { brCpf, ungroupedBrCpf } from './br-cpf.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return [brCpf, ungroupedBrCpf]
    .flatMap((detector) => detector.find(text, options))
    .map(({ start, end }) => text.slice(start, end));
}

describe('brCpf', () => {
  it.each([
    ['529.982.247-25', ['529.982.247-25']],
    ['cpf 52998224725', ['52998224725']],
  ])('finds what the check or the words prove: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['529.982.247-26', '52998224725'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
