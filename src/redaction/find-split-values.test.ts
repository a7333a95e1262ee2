import { describe, expect, it } from 'vitest';
import { createCandidateFinder } from './find-candidates.ts';
import { findSplitValues } from './find-split-values.ts';
import { resolveOverlaps } from './resolve-overlaps.ts';

const finder = createCandidateFinder({ defaultCountry: 'US' });

/** What is masked in the second of two messages, by the join alone. */
function masked(before: string, text: string): string[] {
  const found = resolveOverlaps(findSplitValues(before, text, finder), text);
  return found.map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);
}

describe('findSplitValues', () => {
  it.each([
    ['my card is 4111 1111', '1111 1111 is the rest', 'CARD 1111 1111'],
    ['iban DE89 3704 0044', '0532013000', 'IBAN 0532013000'],
    ['my iban is DE88 3704 0044', '0532013000, mistyped', 'IBAN 0532013000'],
    ['my ssn is 123-45', '6789 thanks', 'SSN 6789'],
    ['my ssn is 123', '45 6789', 'SSN 45 6789'],
    ['it is 536-22-', '6789', 'SSN 6789'],
    ['it is 536-22', '-6789 ok', 'SSN -6789'],
    ['write to john.smith@gm', 'ail.com please', 'EMAIL ail.com'],
    ['write to john.smith@', 'gmail.com', 'EMAIL gmail.com'],
    ['write to john.smith', '@gmail.com', 'EMAIL @gmail.com'],
    ['write to john.smith@gmail', '.com', 'EMAIL .com'],
    ['write to john.smith@gmail.', 'com', 'EMAIL com'],
    ['call me on 212 736', '5000 today', 'PHONE 5000'],
    ['call me on (212)', '736-5000', 'PHONE 736-5000'],
    ['my nhs number is 943 476', '5919', 'HEALTH_ID 5919'],
  ])('finds the rest of "%s" in "%s"', (before, text, value) => {
    expect(masked(before, text)).toEqual([value]);
  });

  it.each([
    ['my card is 4111 1111', '1111 1112 is what I could read'],
    ['my card ends with 4242', '20 days ago it came'],
    ['call me on 212 736 5000', '3 people are waiting'],
    ['call me on 212 736 5000', '2 more things: it is slow'],
    ['I was charged 415', '555 times'],
    ['my room is 212', '2 nights were too much'],
    ['last four of my ssn are 5832', '12345 is my zip'],
    ['my ssn is 123-45-6789', '1000 was charged'],
    ['order 536-22', '6789 is wrong'],
    ['write to john@gmail.com', 'thanks for all'],
    ['write to john@gmail.com', 'www.bank.example is slow'],
    ['I wrote to john@firm.', 'please help me'],
    ['I wrote to john@firm', 'Mr.Smith answered'],
    ['my account number is 1234', '500 was taken on 3 May'],
    ['my iban is DE89 3704 0044 0532 0130 00', '12 days ago'],
    ['my name is Jane', 'Thanks a lot'],
    ['my password is hunter', 'It does not work'],
    ['I live at 12 Main', 'Street lights are out'],
    ['born on 12.03', '2024 I ordered a card'],
    ['the reference is AB12', '3456 is the amount'],
    ['I need 3', '4 days'],
    ['3655564', '200'],
    ['nashua 85426', '76501'],
    ['', '4111'],
  ])('keeps what only stands after "%s": %s', (before, text) => {
    expect(masked(before, text)).toEqual([]);
  });
});
