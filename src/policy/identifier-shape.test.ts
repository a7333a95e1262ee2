import { describe, expect, it } from 'vitest';
import { findShapeFault } from './identifier-shape.ts';

describe('findShapeFault', () => {
  it.each(['AAA999999', 'KD-9{5}', 'X{5,7}', 'A{2,3}9{6,9}', '#W9{7}', '\\A9{4}', '9{4}/9{2}'])('takes %s', (shape) => {
    expect(findShapeFault(shape)).toBeNull();
  });

  it.each([
    ['(9+)+', 'no regular expression'],
    ['9*', 'no regular expression'],
    ['9{5,2}', 'at most less'],
    ['9{2,8}9{2,8}', 'could be either'],
    ['X{2,8}A{2,8}9', 'could be either'],
    ['X{1,30}-X{1,30}', 'more than'],
    ['AAA', 'no place for a digit'],
    ['9{', 'cannot be read'],
  ])('refuses %s: %s', (shape, why) => {
    expect(findShapeFault(shape) ?? '').toContain(why);
  });
});
