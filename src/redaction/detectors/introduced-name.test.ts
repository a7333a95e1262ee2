import { describe, expect, it } from 'vitest';
import { introducedName } from './introduced-name.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return introducedName.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('introducedName', () => {
  it.each([
    ['My name is Jane Doe and I need help', ['Jane Doe']],
    ['my name is jane doe', ['jane doe']],
    ['name: Peter Müller', ['Peter Müller']],
    ['my name is Ludwig van Beethoven, hi', ['Ludwig van Beethoven']],
    ['call me Bob', ['Bob']],
    ["je m'appelle Zoé Martin", ['Zoé Martin']],
    ['ich heiße jörg', ['jörg']],
    ['name kumar ravi', ['kumar ravi']],
  ])('finds names in any case after plain words: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    ["I'm John Smith", ['John Smith']],
    ['this is Maria Garcia speaking', ['Maria Garcia']],
    ['I am Bob, hello', ['Bob']],
  ])('finds capitalised names after doubtful words: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    'my name is wrong on the card',
    'my name is not showing',
    "I'm Sorry about that",
    'I am waiting for my refund',
    'i am very angry',
    'This is ridiculous',
    'This Is Ridiculous',
    'I AM ANGRY',
    'call me back please',
    'call me maybe',
    "I'm German and live here",
    'my company name is acme',
    'name change request',
    'this is Visa',
    'what is the name of the fee',
  ])('keeps what is nobody: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
