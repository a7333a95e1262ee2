import { describe, expect, it } from 'vitest';
import { givenRetrieved } from '../../test/support/given-turn.ts';
import { quoteReply } from './quote-reply.ts';

const wording = { acknowledgement: 'I am sorry to hear that.', language: 'en' };
const text = 'Freeze the card. Then report it. Cards are blue. Call 0800.';
const sentences = [
  { text: 'Freeze the card.', start: 0, end: 16 },
  { text: 'Then report it.', start: 17, end: 32 },
  { text: 'Cards are blue.', start: 33, end: 48 },
  { text: 'Call 0800.', start: 49, end: 59 },
];

/** A document of one sentence. */
const priced = (document: string, sentence: string) =>
  givenRetrieved({
    id: `${document}#1`,
    document,
    text: sentence,
    sentences: [{ text: sentence, start: 0, end: sentence.length }],
  });

describe('quoteReply', () => {
  it('cites each run of neighbouring sentences as a literal piece of the passage', () => {
    const passage = givenRetrieved({ text, sentences, sentenceScores: [0.8, 0.8, 0.1, 0.8] });
    const draft = quoteReply([passage], wording);
    expect(draft?.sentences).toEqual(['Freeze the card.', 'Then report it.', 'Call 0800.']);
    expect(draft?.citations.map(({ quote }) => quote)).toEqual(['Freeze the card. Then report it.', 'Call 0800.']);
    expect(draft?.citations.every(({ quote }) => text.includes(quote))).toBe(true);
  });

  it('carries wording, mode and the version it rests on', () => {
    expect(quoteReply([givenRetrieved()], wording)).toMatchObject({
      ...wording,
      mode: 'quoted',
      citations: [
        { passage: 'lost-card#1', title: 'Lost or stolen cards', version: 'sha256:1', updated: '2026-10-01' },
      ],
    });
  });

  it('drafts nothing without passages', () => {
    expect(quoteReply([], wording)).toBeNull();
  });

  it('drafts nothing where documents in date contradict each other', () => {
    expect(
      quoteReply([priced('a', 'A paper copy costs $5.'), priced('b', 'A paper copy costs $8.')], wording),
    ).toBeNull();
  });
});
