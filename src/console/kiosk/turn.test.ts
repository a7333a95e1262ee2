import { describe, expect, it } from 'vitest';
import { parseOpening, parseTranscript, parseTurn } from './turn.ts';

const unreadable = expect.objectContaining({ code: 'unreadable-answer' });

describe('parseTurn', () => {
  it('reads an answer with its source and receipt', () => {
    const turn = parseTurn({
      outcome: 'answered',
      reply: {
        text: 'Call us.',
        language: 'en',
        citations: [{ title: 'Lost cards', updated: '2026-10-01', quote: 'Call us.', passage: 'a#1' }, 7],
      },
      receipt: { index: 0, leaf: 'AAAA', checkpoint: 'x', size: 1, hashes: ['BBBB', 7] },
    });
    expect(turn).toEqual({
      outcome: 'answered',
      reply: {
        text: 'Call us.',
        language: 'en',
        citations: [{ title: 'Lost cards', updated: '2026-10-01', quote: 'Call us.' }],
      },
      confirmation: undefined,
      handover: undefined,
      receipt: { index: 0, leaf: 'AAAA', checkpoint: 'x', size: 1, hashes: ['BBBB'] },
    });
  });

  it('reads a turn a person holds, which has no reply', () => {
    expect(parseTurn({ outcome: 'with-person' }).reply).toBeUndefined();
  });

  it('reads the step that waits for a yes or no', () => {
    const confirmation = { step: 'a_1.identity', kind: 'identity', until: '2026-11-21T09:05:00.000Z' };
    const expected = { step: 'a_1.identity', kind: 'identity' };
    expect(parseTurn({ outcome: 'confirming', confirmation }).confirmation).toEqual(expected);
    expect(parseTurn({ outcome: 'confirming', confirmation: { kind: 'change' } }).confirmation).toBeUndefined();
  });

  it('refuses outcomes it does not know', () => {
    for (const value of [undefined, null, 'answered', [], {}, { outcome: 'toString' }, { outcome: 3 }]) {
      expect(() => parseTurn(value)).toThrow(unreadable);
    }
  });
});

describe('parseOpening', () => {
  it('refuses a conversation without its notice', () => {
    const statement = { text: 'You talk to an assistant.', version: '1' };
    expect(parseOpening({ id: 'c_1', notice: statement, disclosure: statement }).id).toBe('c_1');
    expect(() => parseOpening({ id: 'c_1', disclosure: statement })).toThrow(unreadable);
    expect(() => parseOpening({ id: '', notice: statement, disclosure: statement })).toThrow(unreadable);
  });
});

describe('parseTranscript', () => {
  it('keeps only what a person wrote', () => {
    const transcript = [
      { from: 'customer', text: 'Hello' },
      { from: 'person', text: 'Hello, this is Ana' },
      { from: 'assistant', text: 'Hi' },
      { from: 'person' },
    ];
    expect(parseTranscript({ state: 'with-person', transcript })).toEqual({
      state: 'with-person',
      personReplies: ['Hello, this is Ana'],
    });
  });

  it('refuses a state it does not know', () => {
    expect(() => parseTranscript({ state: 'asleep', transcript: [] })).toThrow(unreadable);
  });
});
