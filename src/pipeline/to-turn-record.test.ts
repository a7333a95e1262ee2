import { describe, expect, it } from 'vitest';
import { givenPolicy } from '../../test/support/given-policy.ts';
import { givenRetrieved, givenTurn } from '../../test/support/given-turn.ts';
import { isJsonObject } from '../audit/json-object.ts';
import { ModelError } from '../models/model-error.ts';
import { noteGenerations } from './note-generations.ts';
import { toTurnRecord } from './to-turn-record.ts';
import { createTurnNotes } from './turn-notes.ts';

const policy = givenPolicy();
const request = { system: 'Be brief', user: '<question>\nWhat does it cost?\n</question>', maxTokens: 20 };

function speaker(pieces: readonly string[], fault?: ModelError) {
  const state = { stopped: false };
  return {
    state,
    generate: async function* speak() {
      try {
        for (const piece of pieces) yield piece;
        if (fault) throw fault;
        return { promptTokens: 9, completionTokens: 2 };
      } finally {
        state.stopped = true;
      }
    },
  };
}

async function listen(pieces: readonly string[], { most = 99, fault }: { most?: number; fault?: ModelError } = {}) {
  const notes = createTurnNotes(policy);
  const model = speaker(pieces, fault);
  let heard = 0;
  const said = noteGenerations(model, notes).generate(request);
  try {
    for await (const _ of said) if (++heard >= most) break;
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
  }
  const record = toTurnRecord(givenTurn(), { notes, listen: null });
  return { record, model };
}

describe('toTurnRecord', () => {
  it('keeps how long each stage took', () => {
    const notes = createTurnNotes(policy);
    notes.timings.set('redact', 2.000_4).set('retrieve', 7);
    expect(toTurnRecord(givenTurn(), { notes, listen: null }).timingsMs).toEqual({ redact: 2, retrieve: 7 });
  });

  it('keeps the exact prompt and all the model said', async () => {
    const { record } = await listen(['It is ', 'free.']);
    expect(record.generations).toEqual([
      {
        system: { text: request.system },
        user: { text: request.user },
        maxTokens: 20,
        output: { text: 'It is free.' },
        end: 'complete',
        usage: { promptTokens: 9, completionTokens: 2 },
      },
    ]);
  });

  it('keeps what was said until nobody listened, and stops the model there', async () => {
    const { record, model } = await listen(['It is ', 'free.', ' Or not.'], { most: 2 });
    expect(record.generations).toMatchObject([{ output: { text: 'It is free.' }, end: 'stopped', usage: null }]);
    expect(model.state.stopped).toBe(true);
  });

  it('keeps what was said before the engine failed, with the code', async () => {
    const fault = new ModelError('engine-down', 'gone');
    const { record } = await listen(['It is '], { fault });
    expect(record.generations).toMatchObject([{ output: { text: 'It is ' }, end: 'engine-down' }]);
  });

  it('cuts what is too long, with the length and hash of all of it', async () => {
    const { record } = await listen(['a'.repeat(20_000)]);
    expect(record.generations).toMatchObject([
      {
        output: {
          text: 'a'.repeat(16_384),
          cut: { characters: 20_000, sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) },
        },
      },
    ]);
  });

  it('can always be written to the log, whatever a model says or a score is', async () => {
    const { record } = await listen([`${'a'.repeat(16_383)}\uD83D\uDE00 \uD83D`]);
    const notes = { ...createTurnNotes(policy), passages: [givenRetrieved({ relevance: Number.NaN })] };
    expect(isJsonObject(record)).toBe(true);
    expect(isJsonObject(toTurnRecord(givenTurn(), { notes, listen: null }))).toBe(true);
  });

  it('names passages by version, in their order, with every score', () => {
    const notes = { ...createTurnNotes(policy), passages: [givenRetrieved(), givenRetrieved({ id: 'other#1' })] };
    expect(toTurnRecord(givenTurn(), { notes, listen: null }).passages).toEqual([
      { id: 'lost-card#1', version: 'sha256:1', relevance: 0.9, sentences: [0.8] },
      { id: 'other#1', version: 'sha256:1', relevance: 0.9, sentences: [0.8] },
    ]);
  });
});
