import { describe, expect, it } from 'vitest';
import { standsIn } from './stands-in.ts';

describe('standsIn', () => {
  it.each([
    ['Ann', 'ask ANN, or her deputy', true],
    ['Ann', 'your card is planned', false],
    ['main street 5', 'we are at Main Street, 5.', true],
    ['Anna Smith', 'Anna and Smith', false],
    ['…', 'anything …', false],
  ])('looks for %j in %j by whole words', (value, text, expected) => {
    expect(standsIn(value, ['something else', text])).toBe(expected);
  });
});
