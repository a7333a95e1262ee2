import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastProcessorMs } from '../../../test/support/processor-time.ts';
import { extractSpecifics } from './extract-specifics.ts';
import { isSupported, toSpecificSupport } from './specific-support.ts';

/** Kinds the reply claims that the passage does not bear out. */
function unsupported(reply: string, passage: string): string[] {
  const support = toSpecificSupport([passage]);
  return extractSpecifics(reply)
    .filter((specific) => !isSupported(specific, support))
    .map((specific) => specific.kind);
}

const borneOut: readonly (readonly [reply: string, passage: string])[] = [
  ['It costs $1,000.00.', 'The price is 1000 dollars.'],
  ['It costs USD 1,000.', 'The price is $1,000.00.'],
  ['It costs 1000 US dollars.', 'The price is US$1000.'],
  ['Our fee is $15.', 'The fee for it is 15 dollars.'],
  ['You pay five dollars.', 'A charge of $5 applies.'],
  ['You pay 50 cents.', 'A charge of $0.50 applies.'],
  ['Up to 1.5 million euros.', 'The limit is €1,500,000.'],
  ['The fee is 12,50 €.', 'The fee is EUR 12.50.'],
  ['It costs $5 to $10.', 'It costs $5-10.'],
  ['It costs £5.', 'It costs five pounds sterling.'],
  ['You pay 10 per cent.', 'You pay 10%.'],
  ['You pay ten percent.', 'You pay 10 %.'],
  ['You pay 5%.', 'You pay 5-10 per cent.'],
  ['It takes 5 working days.', 'Allow five business days.'],
  ['It takes 3 working days.', 'Allow 3 to 5 business days.'],
  ['It takes 5 working days.', 'Allow 3–5 working days.'],
  ['A 30-day notice is needed.', 'Give 30 days notice.'],
  ['It comes within one week.', 'It comes within a week.'],
  ['It takes 24 hours.', 'It takes 24hrs.'],
  ['We close at 3 p.m. today.', 'Open until 15:00.'],
  ['We close at 3pm.', 'Open until 3:00 PM.'],
  ['We open from 9 a.m. to 5 p.m.', 'Open 09:00–17:00.'],
  ['Open from 9 to 5 p.m.', 'Open 09:00-17:00.'],
  ['We close at noon.', 'Open until 12:00.'],
  ['It ends on October 1, 2026.', 'Valid until 2026-10-01.'],
  ['It ends on 1 October 2026.', 'Valid until 10/01/2026.'],
  ['It ends on the 1st of October.', 'Valid until Oct. 1, 2026.'],
  ['It ends in October 2026.', 'Valid until 1 Oct 2026.'],
  ['It ends in 2026.', 'Valid until 2026-10-01.'],
  ['We are closed on Sundays.', 'No service on Sunday.'],
  ['Call 0800 123 4567.', 'Telephone: 0800-123-4567'],
  ['Call +1 (555) 010-9999.', 'Telephone: 555-010-9999'],
  ['Call 08001234567.', 'Telephone: 0800 123 4567'],
  ['See https://www.bank.example/help/.', 'More at bank.example/help'],
  ['See bank.example.', 'More at https://bank.example/help'],
  ['Write to Help@Bank.example.', 'Mail: help@bank.example'],
  ['You have three attempts.', 'After 3 attempts the card locks.'],
  ['Use a 4-digit code.', 'The code has 4 digits.'],
  ['The limit is 500.', 'The limit is $500.'],
  ['We use the Gold Plus account.', 'The gold plus account is for savers.'],
  ['Gold Plus accounts are free.', 'The Gold Plus account is free.'],
  ['Please Call Meridian Bank.', 'Meridian Bank answers.'],
  ['Form A-12 is needed.', 'Fill in form A12.'],
  ['1. Open it.\n2. Close it.', 'Open and close it.'],
  ['[NAME_1], it is free [1].', 'It is free.'],
  ['One of our agents may help.', 'Agents help.'],
  ['You may 5 times.', 'It works 5 times.'],
];

const notBorneOut: readonly (readonly [reply: string, passage: string, kind: string])[] = [
  ['A replacement card costs 100 dollars.', 'A replacement card is free of charge.', 'money'],
  ['It takes 5 days.', 'It costs $5.', 'duration'],
  ['It takes 5 working days.', 'It takes 5 weeks.', 'duration'],
  ['It takes 5 working days.', 'It takes 5 days.', 'duration'],
  ['It costs $5.', 'It costs €5.', 'money'],
  ['It costs $5.', 'It takes 5 days.', 'money'],
  ['It costs $1,000.', 'It costs $100.', 'money'],
  ['It costs $10.', 'It costs $100.', 'money'],
  ['It costs $1.50.', 'It costs $150.', 'money'],
  ['You pay 10%.', 'You pay $10.', 'percentage'],
  ['You pay 10 percentage points.', 'You pay 10%.', 'percentage'],
  ['We close at 3 p.m.', 'Open from 3 a.m.', 'time'],
  ['We close at 15:30.', 'Open until 15:00.', 'time'],
  ['It ends on 2 October 2026.', 'Valid until 2026-10-01.', 'date'],
  ['It ends on 1 October 2027.', 'Valid until 1 October.', 'date'],
  ['We open on Monday.', 'We open on Tuesday.', 'date'],
  ['Call 0800 123 4568.', 'Telephone: 0800 123 4567', 'phone'],
  ['See evil.example/x.', 'More at bank.example', 'url'],
  ['Write to help@evil.example.', 'Mail: help@bank.example', 'email'],
  ['You have 5 attempts.', 'It costs $5.', 'number'],
  ['You have two attempts.', 'You have 3 attempts.', 'number'],
  ['Use the Gold Plus account.', 'Use the Gold account.', 'name'],
  ['You can pay with PayPal.', 'You can pay by card.', 'name'],
  ['Apple Pay is accepted.', 'Cards are accepted.', 'name'],
  ['Form A-13 is needed.', 'Form A-12 is needed.', 'code'],
];

describe('isSupported', () => {
  it.each(borneOut)('finds nothing wrong with %j after %j', (reply, passage) => {
    expect(unsupported(reply, passage)).toEqual([]);
  });

  it.each(notBorneOut)('finds %j after %j wrong', (reply, passage, kind) => {
    expect(unsupported(reply, passage)).toContain(kind);
  });

  it('finds everything a text says in the text itself', () => {
    const word = fc.constantFrom(
      ...'$ € 5 10 1,000.00 % days working-days p.m. 15:00 2026-10-01 October 1, +1 555 010 9999 Gold Plus a@b.example x.example A-12 two hundred to - . [NAME_1] Monday'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const text = words.join(' ');
        expect(unsupported(text, text)).toEqual([]);
      }),
    );
  });
});

describe('extractSpecifics', () => {
  it('gives places of the text', () => {
    const text = 'Pay $5 by 1 May 2026, call 0800 123 4567.';
    expect(extractSpecifics(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ['money', '$5'],
      ['date', '1 May 2026'],
      ['phone', '0800 123 4567'],
    ]);
  });

  it.each(['1', '1,', '$1 ', 'one ', 'A ', 'Aa ', '1-', '1 ', 'a.', 'a@', '(', '1/1/', 'http://', '[A_1', '１', '١'])(
    'reads many %j in time',
    (piece) => {
      const text = piece.repeat(20_000 / piece.length);
      expect(leastProcessorMs(() => extractSpecifics(text), 400)).toBeLessThan(400);
    },
  );

  it('reads any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const { start, end } of extractSpecifics(text)) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});
