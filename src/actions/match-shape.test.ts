import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findShape } from './match-shape.ts';

describe('findShape', () => {
  it.each([
    ['#W9999999', 'cancel #w5199551, please', '#W5199551'],
    ['#W9999999', 'cancel #W519955 please', null],
    ['#W9999999', 'cancel #W51995512', null],
    ['W9999999', 'order W4776164.', 'W4776164'],
    ['W9999999', 'orderW4776164', null],
    ['XXXXXX', 'reservation ehglp3 please', 'EHGLP3'],
    ['AA-99', 'it is AB-12', 'AB-12'],
  ])('%s in %j is %j', (shape, text, found) => expect(findShape(shape, text)).toBe(found));

  it('finds what has the shape wherever it stands by itself', () => {
    const id = fc.stringMatching(/^#W\d{7}$/u);
    fc.assert(
      fc.property(id, fc.lorem(), (value, words) => findShape('#W9999999', `${words} ${value} ${words}`) === value),
    );
  });
});
