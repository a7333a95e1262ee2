import { describe, expect, it } from 'vitest';
import { type AnswerListener, createKioskApi } from './kiosk-api.ts';

const answered = { outcome: 'answered', reply: { text: 'One. Two.', language: 'en', citations: [] } };
const message = { conversation: 'c_1', text: 'Card lost', idempotencyKey: 'key-1' };
const signal = new AbortController().signal;

/** Answers in order, keeps the calls, and fails the test when asked too often. */
function scriptedFetch(...answers: (() => Response | Promise<Response>)[]) {
  const calls: { path: string; headers: Headers; body: unknown }[] = [];
  const pauses: number[] = [];
  const api = createKioskApi({
    key: 'secret',
    language: 'en',
    wait: async (milliseconds) => void pauses.push(milliseconds),
    fetch: async (path, init) => {
      calls.push({ path, headers: new Headers(init.headers), body: init.body });
      const answer = answers[calls.length - 1];
      if (answer === undefined) throw new Error(`No answer for call ${calls.length}`);
      return await answer();
    },
  });
  return { api, calls, pauses };
}

function streamed(...events: [name: string, data: object][]): Response {
  const text = events.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join('');
  return new Response(text, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
}

function problem(status: number, code: string, headers: Record<string, string> = {}): () => Response {
  return () => Response.json({ status, code }, { status, headers });
}

function offline(): Promise<Response> {
  return Promise.reject(new TypeError('Failed to fetch'));
}

function recorder(): AnswerListener & { readonly heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    onStage: (stage) => void heard.push(stage),
    onSentence: (position, text) => void heard.push(`${position} ${text}`),
  };
}

describe('createKioskApi', () => {
  it('tells stages and sentences before it returns the turn', async () => {
    const { api, calls } = scriptedFetch(() =>
      streamed(
        ['stage', { stage: 'redact' }],
        ['sentence', { text: 'One.' }],
        ['sentence', { text: 'Two.' }],
        ['turn', answered],
      ),
    );
    const listener = recorder();
    const turn = await api.ask(message, listener, signal);
    expect(turn.reply?.text).toBe('One. Two.');
    expect(listener.heard).toEqual(['redact', '0 One.', '1 Two.']);
    expect(calls[0]?.path).toBe('/v1/conversations/c_1/messages');
    expect(calls[0]?.headers.get('authorization')).toBe('Bearer secret');
    expect(calls[0]?.headers.get('accept')).toBe('text/event-stream');
  });

  it('repeats a call that found no network, with the same key', async () => {
    const { api, calls, pauses } = scriptedFetch(offline, offline, () => Response.json(answered));
    expect((await api.ask(message, recorder(), signal)).outcome).toBe('answered');
    expect(calls.map((call) => call.headers.get('idempotency-key'))).toEqual(['key-1', 'key-1', 'key-1']);
    expect(pauses).toEqual([1_000, 3_000]);
  });

  it('asks again when the stream breaks off before the turn', async () => {
    const { api } = scriptedFetch(
      () => streamed(['sentence', { text: 'One.' }]),
      () => streamed(['sentence', { text: 'One.' }], ['sentence', { text: 'Two.' }], ['turn', answered]),
    );
    const listener = recorder();
    await api.ask(message, listener, signal);
    expect(listener.heard).toEqual(['0 One.', '0 One.', '1 Two.']);
  });

  it('gives up after three attempts', async () => {
    const { api, calls } = scriptedFetch(offline, offline, offline);
    await expect(api.open('key-2', signal)).rejects.toMatchObject({ code: 'unreachable' });
    expect(calls).toHaveLength(3);
  });

  it('gives each refusal its code, and repeats none of them', async () => {
    const cases = [
      [problem(401, 'unauthorised'), 'key-refused'],
      [problem(404, 'conversation-not-found'), 'conversation-ended'],
      [problem(409, 'conversation-closed'), 'conversation-ended'],
      [problem(409, 'version-conflict'), 'busy'],
      [problem(413, 'text-too-long'), 'not-accepted'],
      [problem(500, 'store-failed'), 'appliance-fault'],
      [() => new Response('<html>', { status: 502 }), 'appliance-fault'],
      [() => new Response('{"outcome":', { status: 200 }), 'unreadable-answer'],
    ] as const;
    for (const [answer, code] of cases) {
      const { api, calls } = scriptedFetch(answer);
      await expect(api.ask(message, recorder(), signal)).rejects.toMatchObject({ code });
      expect(calls).toHaveLength(1);
    }
  });

  it('reads the problem that ends a stream', async () => {
    const cases = [
      [{ status: 409, code: 'conversation-closed' }, 'conversation-ended'],
      [{ status: 503, code: 'overloaded' }, 'busy'],
      [{ status: 500, code: 'internal' }, 'appliance-fault'],
      [{}, 'appliance-fault'],
    ] as const;
    for (const [data, code] of cases) {
      const { api } = scriptedFetch(() => streamed(['stage', { stage: 'redact' }], ['problem', data]));
      await expect(api.ask(message, recorder(), signal)).rejects.toMatchObject({ code });
    }
  });

  it('passes on how long a busy appliance wants to be left alone', async () => {
    const { api } = scriptedFetch(problem(503, 'overloaded', { 'retry-after': '7' }));
    await expect(api.ask(message, recorder(), signal)).rejects.toMatchObject({ code: 'busy', retryAfterSeconds: 7 });
  });

  it('repeats nothing once the conversation is over', async () => {
    const leaving = new AbortController();
    const { api, calls } = scriptedFetch(() => {
      leaving.abort();
      return offline();
    });
    await expect(api.read('c_1', leaving.signal)).rejects.toBeInstanceOf(TypeError);
    expect(calls).toHaveLength(1);
  });

  it('sends the language and channel of the page when it opens', async () => {
    const statement = { text: 'Told.', version: '1' };
    const { api, calls } = scriptedFetch(() => Response.json({ id: 'c_9', notice: statement, disclosure: statement }));
    expect((await api.open('key-3', signal)).id).toBe('c_9');
    expect(calls[0]?.body).toBe('{"channel":"kiosk","language":"en"}');
  });
});
