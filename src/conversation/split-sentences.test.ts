import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastProcessorMs } from '../../test/support/processor-time.ts';
import { splitOffSentences, splitSentences } from './split-sentences.ts';

const cut = (text: string) => splitSentences(text).map((sentence) => sentence.text);

/** One sentence a string: joined with a space, each must be found again. */
const kept: readonly (readonly string[])[] = [
  ['A replacement card is free.', 'It arrives within 5 working days.'],
  ['Lost it?', 'Call us!', 'We answer day and night.'],
  ['The fee is $1.50 a month.', 'There is a 2.5% surcharge.'],
  ['We close at 5 p.m. on weekdays.', 'We open at 9 a.m.', 'Please call then.'],
  ['It closes at 5 p.m. Monday to Friday.', 'Thank you.'],
  ['Bring a document, e.g. a passport or i.e. an identity card.', 'It must be valid.'],
  ['Ask Dr. Smith or Mrs. J. R. Jones about it.', 'They know.'],
  ['See no. 5 of the tariff.', 'The answer is no.', 'You cannot do this.'],
  ['Payments from the U.S. Treasury are exempt.', 'We work in the U.S.', 'You can pay there.'],
  ['Choose plan B.', 'Then confirm.'],
  ['Wait ... it may take a while.', 'Hmm...', 'Done.'],
  ['Go to https://bank.example/help.html?a=1.2 first.', 'Then write to help@bank.example.', 'Thanks.'],
  ['She said "It is free."', 'He agreed.'],
  ['(This takes a day.)', 'Then it is done.'],
  ['It is free.[1]', 'It is quick.[2][3]'],
  ['**It is free.**', 'It is quick.'],
  ['Pay by Jan. 5 or Dec. 12 of the year.', 'No fee applies.'],
  ['On the 1st. of May we close.', 'We open on the 2nd.'],
  ['St. Mary branch is open.', 'We are at 12 Main St.', 'Please come in.'],
  ['Max. $50 approx. €45 a day.', 'More is not possible.'],
  ['Steps: 1. Call us.', '2. Give your name.', '3. Wait.'],
  ['Die Karte kommt am 3. März mit z. B. einem Brief.', 'Danke.'],
  ['Is it free?!', 'Yes.'],
];

describe('splitSentences', () => {
  it.each(kept.map((sentences) => [sentences.join(' '), sentences] as const))('cuts %j', (text, sentences) => {
    expect(cut(text)).toEqual(sentences);
  });

  it('ends a sentence at blank lines, list items and headings', () => {
    const text = '# Fees\nWe charge these\n\n- Card: free\n- Cheque, each\n  one: $5\n1. Call us\n2. Wait.\nDone';
    expect(cut(text)).toEqual([
      '# Fees',
      'We charge these',
      '- Card: free',
      '- Cheque, each\n  one: $5',
      '1. Call us',
      '2. Wait.',
      'Done',
    ]);
  });

  it('keeps a wrapped line together', () => {
    expect(cut('Ask for a new card in the\nApp or at a branch, and\nit is free.\nWe post it.')).toEqual([
      'Ask for a new card in the\nApp or at a branch, and\nit is free.',
      'We post it.',
    ]);
  });

  it('cuts scripts without spaces', () => {
    expect(cut('カードは無料です。五日で届きます。')).toEqual(['カードは無料です。', '五日で届きます。']);
  });

  it('gives offsets of the text', () => {
    const text = '  One is here.  Two\tis too. \n';
    for (const { text: sentence, start, end } of splitSentences(text)) expect(text.slice(start, end)).toBe(sentence);
    expect(splitSentences(text)).toHaveLength(2);
  });

  it('finds nothing in nothing', () => {
    expect(splitSentences(' \n\t ')).toEqual([]);
    expect(splitOffSentences('')).toEqual({ sentences: [], rest: '' });
  });

  it('loses no character that is not white space', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(cut(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });

  it.each(['.', '. ', '\n', '\n ', 'a.\n', '!?', '(. ', '"', '1.\n', 'A. ', ' '])('is linear on many %j', (piece) => {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    expect(leastProcessorMs(() => splitSentences(text), 400)).toBeLessThan(400);
  });
});

describe('splitOffSentences', () => {
  it('takes off what can no longer change', () => {
    expect(splitOffSentences('It is free. It arri')).toEqual({ sentences: ['It is free.'], rest: ' It arri' });
  });

  it.each(['It is free.', 'It is free. ', 'It costs $1.', 'See no. ', 'At 5 p.m. Mon'])('waits with %j', (buffer) => {
    expect(splitOffSentences(buffer)).toEqual({ sentences: [], rest: buffer });
  });

  it('gives the sentences of the whole, however the text arrives', () => {
    const pieces = `free The Dr no 5 p.m U.S e.g 1 A " ) ( . ! ? … ... 。 - # [1] $ Monday März st Inc : , 𝐚 é |`.split(
      ' ',
    );
    const words = fc.constantFrom(...pieces, ' ', '\n', '- ');
    const text = fc
      .array(fc.oneof(words, fc.constant(' '), fc.constant('. ')), { maxLength: 40 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 60 }), (whole, sizes) => {
        const sentences: string[] = [];
        let buffer = '';
        let at = 0;
        for (let n = 0; at < whole.length; n += 1) {
          const size = sizes[n % sizes.length] ?? 1;
          const split = splitOffSentences(buffer + whole.slice(at, at + size));
          sentences.push(...split.sentences);
          buffer = split.rest;
          at += size;
        }
        expect([...sentences, ...cut(buffer)]).toEqual(cut(whole));
      }),
      { numRuns: 2000 },
    );
  });
});
