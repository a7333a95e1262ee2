import { setTimeout as sleep } from 'node:timers/promises';
import { OpenAPIHono } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import { type GivenHttp, givenHttp } from '../../test/support/given-http.ts';
import { scriptedTurn } from '../../test/support/http-desks.ts';
import { ApplianceError } from '../pipeline/appliance-error.ts';
import type { HttpEnv } from './http-env.ts';
import { streamTurn } from './stream-turn.ts';
import { createTurnFeed } from './turn-feed.ts';

async function givenConversation(): Promise<GivenHttp & { post: (accept?: string) => Promise<Response> }> {
  const http = givenHttp();
  await http.ask('POST', '/v1/conversations');
  const post = (accept = 'text/event-stream') =>
    http.ask('POST', '/v1/conversations/c_1/messages', { body: { text: 'hello' }, headers: { accept } });
  return { ...http, post };
}

function eventsOf(text: string): [string, unknown][] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('event: '))
    .map((block) => {
      const [event = '', data = ''] = block.split('\n');
      return [event.slice('event: '.length), JSON.parse(data.slice('data: '.length))];
    });
}

interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function gate(): Gate {
  const opening: (() => void)[] = [];
  const opened = new Promise<void>((resolve) => {
    opening.push(resolve);
  });
  return { opened, open: () => opening[0]?.() };
}

describe('a streamed turn', () => {
  it('tells stages, then sentences, then the turn', async () => {
    const { post } = await givenConversation();
    const answer = await post();
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const events = eventsOf(await answer.text());
    expect(events.map(([event]) => event)).toEqual(['stage', 'stage', 'sentence', 'turn']);
    expect(events[0]?.[1]).toEqual({ stage: 'redact' });
    expect(events[2]?.[1]).toEqual({ text: 'You can freeze your card in the app.' });
    const plain: unknown = await (await post('application/json')).json();
    expect(events[3]?.[1]).toEqual(plain);
  });

  it('carries no connection headers, which would end an HTTP/2 server', async () => {
    const { post } = await givenConversation();
    const { headers } = await post();
    expect(headers.get('transfer-encoding')).toBeNull();
    expect(headers.get('connection')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['text/event-stream', 'text/event-stream'],
    ['text/event-stream, application/json;q=0.5', 'text/event-stream'],
    ['application/json, text/event-stream;q=0.5', 'application/json'],
    ['*/*', 'application/json'],
    ['text/event-stream;q=0', 'application/json'],
    ['text/html', 'application/json'],
  ])('answers Accept %s with %s', async (accept, type) => {
    const { post } = await givenConversation();
    expect((await post(accept)).headers.get('content-type')).toBe(type);
  });

  it('sends each sentence as it comes, not at the end', async () => {
    const { conversations, post } = await givenConversation();
    const { opened, open } = gate();
    conversations.pause = opened;
    const reader = (await post()).body?.getReader();
    let seen = '';
    while (!seen.includes('event: sentence')) seen += new TextDecoder().decode((await reader?.read())?.value);
    expect(conversations.sealed).toBe(0);
    open();
    while (!seen.includes('event: turn')) seen += new TextDecoder().decode((await reader?.read())?.value);
    expect(conversations.sealed).toBe(1);
  });

  it('answers a turn that told nothing yet with a plain problem', async () => {
    const { conversations, post } = await givenConversation();
    conversations.script.failNext(new ApplianceError('conversation-closed', 'Cannot post: the conversation is closed'));
    const answer = await post();
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('tells what goes wrong after that as an event, and a fault as a fault', async () => {
    const { conversations, post, told } = await givenConversation();
    conversations.lateFault = new Error('near "4111"');
    const answer = await post();
    const text = await answer.text();
    const events = eventsOf(text);
    expect(events.map(([event]) => event)).toEqual(['stage', 'stage', 'sentence', 'problem']);
    expect(events[3]?.[1]).toMatchObject({
      code: 'internal',
      status: 500,
      requestId: answer.headers.get('x-request-id'),
    });
    expect(text).not.toContain('4111');
    expect(told.faults).toMatchObject([{ code: 'internal', error: conversations.lateFault }]);
    conversations.lateFault = new ApplianceError('not-allowed-now', 'Cannot reply: a person holds the conversation');
    expect(eventsOf(await (await post()).text()).at(-1)).toMatchObject(['problem', { code: 'not-allowed-now' }]);
    expect(told.faults).toHaveLength(1);
  });

  it('goes on to its seal when the client has gone, and still tells its faults', async () => {
    for (const fault of [undefined, new ApplianceError('store-failed', 'Cannot seal')]) {
      const { conversations, post, told } = await givenConversation();
      const { opened, open } = gate();
      conversations.pause = opened;
      conversations.lateFault = fault;
      const reader = (await post()).body?.getReader();
      await reader?.read();
      await reader?.cancel();
      open();
      await sleep(20);
      expect(conversations.sealed).toBe(fault === undefined ? 1 : 0);
      expect(told.faults.map(({ code }) => code)).toEqual(fault === undefined ? [] : ['store-failed']);
    }
  });

  it('never waits for a client that reads nothing', async () => {
    const { conversations, post } = await givenConversation();
    conversations.events = Array.from(
      { length: 2_000 },
      () => ({ kind: 'sentence', text: 'x'.repeat(1_000) }) as const,
    );
    const answer = await post();
    await sleep(20);
    expect(conversations.sealed).toBe(1);
    expect(eventsOf(await answer.text())).toHaveLength(2_001);
  });

  it('keeps a silent connection open with comments', async () => {
    const { opened, open } = gate();
    const feed = createTurnFeed(async (listen) => {
      await listen({ kind: 'stage', stage: 'draft' });
      await opened;
      return scriptedTurn('c_1');
    });
    const app = new OpenAPIHono<HttpEnv>();
    const observe = { faultCaught: () => undefined };
    app.get('/', async (c) => streamTurn(c, await feed.begin(), { feed, role: 'kiosk', observe, keepAliveMs: 5 }));
    const answer = await app.request('/');
    await sleep(40);
    open();
    const text = await answer.text();
    expect(text).toContain(': keep-alive\n\n');
    expect(eventsOf(text).map(([event]) => event)).toEqual(['stage', 'turn']);
  });

  it('keeps line breaks of a sentence inside its event', async () => {
    const { conversations, post } = await givenConversation();
    conversations.events = [{ kind: 'sentence', text: 'one\n\nevent: turn\ndata: {}\r\u2028two' }];
    const events = eventsOf(await (await post()).text());
    expect(events.map(([event]) => event)).toEqual(['sentence', 'turn']);
    expect(events[0]?.[1]).toEqual({ text: 'one\n\nevent: turn\ndata: {}\r\u2028two' });
  });
});
