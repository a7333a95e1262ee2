import { describe, expect, it } from 'vitest';
import { findRepeatedValues } from './find-repeated-values.ts';

function repeated(text: string, type: string, value: string): string[] {
  return findRepeatedValues(text, [{ type, value }]).map(({ start, end }) => text.slice(start, end));
}

describe('findRepeatedValues', () => {
  it('finds names in any case and their parts with a capital', () => {
    expect(repeated('jane doe, Jane and jane', 'NAME', 'Jane Doe')).toEqual(['jane doe', 'Jane']);
  });

  it('finds whole values only', () => {
    expect(repeated('pin 4821, order 48217', 'SECRET', '4821')).toEqual(['4821']);
  });

  it('leaves everyday words and short numbers alone', () => {
    expect(repeated('Will it work?', 'NAME', 'Will')).toEqual([]);
    expect(repeated('in 123 days', 'SECRET', '123')).toEqual([]);
  });

  it('reads values as text, not as patterns', () => {
    expect(repeated('it is a.*(b)+1', 'SECRET', 'a.*(b)+1')).toEqual(['a.*(b)+1']);
  });
});
