import { describe, expect, it } from 'vitest';
import { emailAddress } from './email-address.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return emailAddress.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('emailAddress', () => {
  it.each([
    ['write to john.doe+x@mail.example.co.uk.', ['john.doe+x@mail.example.co.uk']],
    ['josé@exämple.de', ['josé@exämple.de']],
    ['john at gmail dot com', ['john at gmail dot com']],
    ['john dot smith at my-firm dot co dot uk', ['john dot smith at my-firm dot co dot uk']],
    ['john[at]x.com', ['john[at]x.com']],
    ['jane (at) x (dot) org', ['jane (at) x (dot) org']],
    ['it is sandh 1224 gmailcom', ['sandh 1224 gmailcom']],
    ['johnsmithgmail.com', ['johnsmithgmail.com']],
    ['my email is presidentwhitehousegov', ['presidentwhitehousegov']],
  ])('finds written, bracketed, spoken and signless addresses: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each([
    ['john.smith@gmail,com', 'john.smith@gmail,com'],
    ['john@gmail .com please', 'john@gmail .com'],
    ['john@gmail. com', 'john@gmail. com'],
    ['john@gmail..com', 'john@gmail..com'],
    ['john@gmail dot com', 'john@gmail dot com'],
    ['john@mail.example (dot) de', 'john@mail.example (dot) de'],
  ])('finds addresses with a slip before their ending: %s', (text, value) => {
    expect(masked(text)).toContain(value);
  });

  it.each([
    'I am @home, in bed',
    'met her @work. In the evening',
    'reach us @support, com or not',
    'wrote to @bank . nothing',
    'I look at gmail.com',
    'log in at yahoo.com',
    'gmail.com is down',
    'the internet at home',
    'arrived at station dot',
    'the mailing list',
    'an ethernet cable',
    '@home 5 @ 3',
  ])('keeps sites and plain words: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
