import { describe, expect, it } from 'vitest';
import { bareAnswer } from './bare-answer.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return [...new Set(bareAnswer.find(text, options).map(({ start, end }) => text.slice(start, end)))];
}

describe('bareAnswer', () => {
  it.each([
    ['5832', ['5832']],
    ['john smith and 5832', ['5832']],
    ['5832 and 7741', ['5832', '7741']],
    ['yes 745 380 1409', ['745 380 1409']],
    ['4342432153328663', ['4342432153328663']],
    ['93821', ['93821']],
    ['chennai and 614874', ['614874']],
    ['oiu 875039784 and jhy 020', ['oiu 875039784', 'jhy 020', '875039784']],
    ['kannan k 87 g 54', ['k 87 g 54']],
    ['1856 and the account is', ['1856']],
  ])('finds numbers that are the whole answer: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    '2019',
    '5000',
    'windows 2010',
    'order 5832',
    'ISBN 978-3-16-148410-0',
    'room 5832',
    'error 5832',
    'about 5832',
    '15092018',
    'around 93821',
    '3... 2... 1...',
    'boeing 747',
    '250',
    'order 4342432153328663',
    'audi a 6 2010',
  ])('keeps years, sums and numbers of things: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
