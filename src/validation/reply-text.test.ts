import { describe, expect, it } from 'vitest';
import { sentenceIndexAt, toReplyText, withoutSentenceEnds } from './reply-text.ts';

const reply = toReplyText({ acknowledgement: 'I see. That is bad.', sentences: [' It is free. ', '', 'It is quick!'] });

describe('toReplyText', () => {
  it('joins acknowledgement and sentences with one space', () => {
    expect(reply.text).toBe('I see. That is bad. It is free. It is quick!');
    expect(reply.sentences.map(({ text }) => text).join(' ')).toBe(reply.text);
    expect(reply.sentences.map(({ acknowledgement }) => acknowledgement)).toEqual([true, true, false, false]);
  });

  it('knows where each sentence stands', () => {
    for (const { text, start, end } of reply.sentences) expect(reply.text.slice(start, end)).toBe(text);
    expect(sentenceIndexAt(reply, reply.text.indexOf('free'))).toBe(2);
    expect(sentenceIndexAt(reply, 9_999)).toBe(0);
  });
});

describe('withoutSentenceEnds', () => {
  it('blanks full stops between sentences and keeps offsets', () => {
    expect(withoutSentenceEnds(reply)).toBe('I see  That is bad  It is free  It is quick!');
  });
});
