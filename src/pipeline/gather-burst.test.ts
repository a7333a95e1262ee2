import { describe, expect, it } from 'vitest';
import type { Call } from './appliance.ts';
import { type Burst, createGatherBurst, type Posted, textOf } from './gather-burst.ts';
import type { TurnView } from './views.ts';

const limits = { windowMs: 30, messages: 3, characters: 60 };
const callOf = (keyId: string): Call => ({ caller: { keyId, role: 'kiosk' }, requestId: 'r', idempotency: null });
const posted = (text: string, keyId = 'k_1'): Posted => ({ text, call: callOf(keyId), listen: null });

/** Turns are told apart by the text they were made of. */
const viewOf = (question: string): TurnView => ({
  conversation: 'c_1',
  turn: 1,
  outcome: 'answered',
  reply: { text: question, language: 'en', mode: 'quoted', citations: [] },
  handover: null,
  confirmation: null,
  receipt: { index: 0, leaf: '', checkpoint: '', size: 1, hashes: [] },
  triage: {},
  decision: {},
  timings: {},
});
const answer = async (burst: Burst): Promise<TurnView> => {
  await burst.settle();
  return viewOf(textOf(burst));
};

const fail = async (burst: Burst): Promise<TurnView> => {
  await burst.settle();
  throw new Error('store-full');
};

/** Posts all at once; answers the text of the turn each got. */
async function post(messages: readonly Posted[], run = answer): Promise<readonly (string | undefined)[]> {
  const gather = createGatherBurst(() => limits);
  const turns = await Promise.all(messages.map((message) => gather('c_1', message, run)));
  return turns.map((turn) => turn.reply?.text);
}

describe('gatherBurst', () => {
  it('makes one turn of an unfinished message and what follows it', async () => {
    expect(await post([posted('hi'), posted('my card is gone')])).toEqual([
      'hi\nmy card is gone',
      'hi\nmy card is gone',
    ]);
  });

  it('lets a message that stands by itself begin at once, whoever comes after it', async () => {
    expect(await post([posted('my card is gone'), posted('hi')])).toEqual(['my card is gone', 'hi']);
  });

  it('takes no more messages and no more characters than a turn may have', async () => {
    const many = await post([posted('hi'), posted('one'), posted('two'), posted('three')]);
    expect(many).toEqual(['hi\none\ntwo', 'hi\none\ntwo', 'hi\none\ntwo', 'three']);
    const long = 'a'.repeat(59);
    expect(await post([posted('hi'), posted(long)])).toEqual(['hi', long]);
  });

  it('keeps callers apart', async () => {
    expect(await post([posted('hi'), posted('my card', 'k_2')])).toEqual(['hi', 'my card']);
  });

  it('fails all of a burst together, and collects nothing more for it', async () => {
    const gather = createGatherBurst(() => limits);
    const both = await Promise.allSettled([gather('c_1', posted('hi'), fail), gather('c_1', posted('my card'), fail)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await gather('c_1', posted('is it there?'), answer)).reply?.text).toBe('is it there?');
  });
});
