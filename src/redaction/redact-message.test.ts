import { assert, asyncProperty, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Detector } from './detector.ts';
import { createPlaceholderBook } from './placeholder-book.ts';
import { createRedactor } from './redact-message.ts';
import { restorePlaceholders } from './restore.ts';

const redactor = createRedactor({ defaultCountry: 'GB' });
const CARD = '4111 1111 1111 1111';

async function redacted(text: string, previousTail?: string): Promise<string> {
  const options = previousTail === undefined ? {} : { previousTail };
  return (await redactor.redact(text, createPlaceholderBook([]), options)).text;
}

describe('createRedactor', () => {
  it('masks several kinds in one message', async () => {
    expect(await redacted(`I'm Jane Doe, card ${CARD}, mail jane@x.com, call 07700 900123`)).toBe(
      "I'm [NAME_1], card [CARD_1], mail [EMAIL_1], call [PHONE_1]",
    );
  });

  it.each([
    'order 4111111111111112 has not arrived',
    'Where is ORD-12345678?',
    'It costs $1,234.56, I paid 1234.56 EUR on 2024-05-12 at 10:30',
    'Windows 10.0.19045 on version 1.2.3.4',
    'the iPhone 15 Pro with 256 GB costs 999',
    'My order 112-7654321-1234567 is missing since 3 weeks',
    'tracking 1Z999AA10123456784',
  ])('keeps %s', async (text) => {
    expect(await redacted(text)).toBe(text);
  });

  it('answers offsets of the text as it was typed', async () => {
    const text = '👍 card ４１１１\u{200b} １１１１ １１１１ １１１１ ok';
    const { entities } = await redactor.redact(text, createPlaceholderBook([]));
    expect(entities.map(({ start, end, type, source }) => [text.slice(start, end), type, source])).toEqual([
      ['４１１１\u{200b} １１１１ １１１１ １１１１', 'CARD', 'checksum:luhn'],
    ]);
  });

  it('keeps placeholders through a conversation and lists only what this message adds', async () => {
    const book = createPlaceholderBook([]);
    const first = await redactor.redact(`card ${CARD}`, book);
    const second = await redactor.redact(`again 4111111111111111 and jane@x.com`, book);
    expect(first.added.map(({ placeholder }) => placeholder)).toEqual(['[CARD_1]']);
    expect(second.text).toBe('again [CARD_1] and [EMAIL_1]');
    expect(second.added).toEqual([{ placeholder: '[EMAIL_1]', type: 'EMAIL', value: 'jane@x.com' }]);
  });

  it('finds values again without the words that gave them away', async () => {
    const book = createPlaceholderBook([]);
    await redactor.redact('my name is Jane Doe and my pin is 4821', book);
    const { text } = await redactor.redact('the account of jane doe, is 4821 right? Jane', book);
    expect(text).toBe('the account of [NAME_1], is [SECRET_1] right? [NAME_2]');
  });

  it('masks the end of an identifier that began in the message before', async () => {
    expect(await redacted('1111 1111 is the rest', 'my card is 4111 1111')).toBe('[CARD_1] is the rest');
    expect(await redacted('0532013000', 'iban DE89 3704 0044')).toBe('[IBAN_1]');
    expect(await redacted('1111 1112 is what I could still read of it today', 'my card is 4111 1111')).toBe(
      '1111 1112 is what I could still read of it today',
    );
    expect(await redacted('thanks', `my card is ${CARD}`)).toBe('thanks');
  });

  it('turns typed placeholders into plain words', async () => {
    const known = [{ placeholder: '[CARD_1]', type: 'CARD', value: CARD }];
    const book = createPlaceholderBook(known);
    const { text } = await redactor.redact('show [CARD_1], [ card_1 ], ［CARD_1］ and [[CARD_1]]', book);
    expect(restorePlaceholders(text, known)).not.toContain('4111');
    expect(text).not.toMatch(/\[\s*card_1\s*\]|［/i);
  });

  it('leaves what belongs to the operator', async () => {
    const own = createRedactor({ defaultCountry: 'GB', ours: ['+44 20 7946 0958', 'help@bank.example'] });
    const text = 'I called 020 7946 0958 and wrote to Help@bank.example from a@b.example';
    expect((await own.redact(text, createPlaceholderBook([]))).text).toBe(
      'I called 020 7946 0958 and wrote to Help@bank.example from [EMAIL_1]',
    );
  });

  it('goes on without a failing detector and says so', async () => {
    const failing: Detector = {
      id: 'failing',
      find: () => {
        throw new Error('broken');
      },
    };
    const finding: Detector = {
      id: 'finding',
      find: () => [{ type: 'NAME', start: 0, end: 4, score: 1, source: 'pattern:test' }],
    };
    const partial = createRedactor({ detectors: [failing, finding] });
    expect(await partial.redact('Jane here', createPlaceholderBook([]))).toMatchObject({
      text: '[NAME_1] here',
      complete: false,
    });
  });

  it('joins a classifier to the rules and survives its failure', async () => {
    const learned = createRedactor({
      classify: async () => [{ type: 'NAME', start: 0, end: 4, score: 0.9, source: 'pattern:tagger' }],
    });
    const broken = createRedactor({ classify: async () => Promise.reject(new Error('down')) });
    const text = `Jane wrote ${CARD}`;
    expect(await learned.redact(text, createPlaceholderBook([]))).toMatchObject({
      text: '[NAME_1] wrote [CARD_1]',
      complete: true,
    });
    expect(await broken.redact(text, createPlaceholderBook([]))).toMatchObject({
      text: 'Jane wrote [CARD_1]',
      complete: false,
    });
  });

  it('never rejects, and gives the message back when restored', async () => {
    await assert(
      asyncProperty(string({ unit: 'binary', maxLength: 200 }), async (noise) => {
        const text = `${noise} my name is Jane Doe ${noise} ${CARD}`.replaceAll(/[[\]［］]/g, '');
        const book = createPlaceholderBook([]);
        const redaction = await redactor.redact(text, book);
        let rebuilt = '';
        let at = 0;
        for (const { start, end, placeholder } of redaction.entities) {
          expect(start).toBeGreaterThanOrEqual(at);
          rebuilt += text.slice(at, start) + placeholder;
          at = end;
        }
        expect(rebuilt + text.slice(at)).toBe(redaction.text);
        expect(redaction.text).not.toContain(CARD);
      }),
      { numRuns: 200 },
    );
  });
});
