import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { answerTo, answerToStep, type CannedAnswer, handoverAnswer } from './kiosk-answers.ts';
import { CannedLog } from './kiosk-log.ts';
import { CannedMemory } from './kiosk-memory.ts';

/** The policy the page is served under by the appliance. */
const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface CannedConversation {
  readonly id: string;
  state: 'with-assistant' | 'waiting-for-person' | 'with-person' | 'closed';
  readonly transcript: { turn: number; at: string; from: string; text: string }[];
}

export interface KioskServer {
  readonly origin: string;
  readonly key: string;
  /** Bodies of every call that changed something, in order. */
  readonly received: readonly { readonly path: string; readonly idempotencyKey: string; readonly body: unknown }[];
  /** Stops every stream after its first sentence until the returned function is called. */
  holdSentences(): () => void;
  /** A person writes in the conversation that was handed over last. */
  replyAsPerson(text: string): void;
  /** That person gives the conversation back to the assistant or closes it. */
  leaveAsPerson(state: 'with-assistant' | 'closed'): void;
  /** Forgets every conversation, as after a long night. */
  forgetConversations(): void;
  /** What kiosks remember and report is held against it. */
  readonly log: Pick<CannedLog, 'alarms' | 'rewrite'>;
  /** What policy asks of the customer, and what is remembered of them. */
  readonly memory: Pick<CannedMemory, 'asks' | 'remember'>;
  close(): Promise<void>;
}

/** Speaks the public contract with canned answers, and serves the built page as the appliance does. */
export async function startKioskServer(pageFolder: string): Promise<KioskServer> {
  const desk = new CannedDesk();
  const app = new Hono();
  servePage(app, pageFolder);
  serveContract(app, desk);
  desk.log.serve(app);
  desk.memory.serve(app);
  return await new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
      resolve({
        origin: `http://127.0.0.1:${port}`,
        key: desk.key,
        received: desk.received,
        log: desk.log,
        memory: desk.memory,
        holdSentences: () => desk.holdSentences(),
        replyAsPerson: (text) => desk.replyAsPerson(text),
        leaveAsPerson: (state) => desk.leaveAsPerson(state),
        forgetConversations: () => desk.conversations.clear(),
        close: () => new Promise((closed) => server.close(() => closed())),
      });
    });
  });
}

class CannedDesk {
  readonly key = 'kiosk-key+with/marks=';
  readonly conversations = new Map<string, CannedConversation>();
  readonly answers = new Map<string, Record<string, unknown>>();
  readonly received: { path: string; idempotencyKey: string; body: unknown }[] = [];
  gate: Promise<void> = Promise.resolve();
  readonly log = new CannedLog();
  readonly memory = new CannedMemory();

  holdSentences(): () => void {
    const releases: (() => void)[] = [];
    this.gate = new Promise((resolve) => {
      releases.push(resolve);
    });
    return () => releases[0]?.();
  }

  replyAsPerson(text: string): void {
    const held = this.#lastHeld();
    held.state = 'with-person';
    held.transcript.push({ turn: held.transcript.length + 1, at: new Date().toISOString(), from: 'person', text });
  }

  leaveAsPerson(state: 'with-assistant' | 'closed'): void {
    this.#lastHeld().state = state;
  }

  #lastHeld(): CannedConversation {
    const held = [...this.conversations.values()].findLast((conversation) => conversation.state.includes('person'));
    if (held === undefined) throw new Error('No conversation waits for a person');
    return held;
  }
}

function servePage(app: Hono, folder: string): void {
  function send(file: string): Response {
    if (!existsSync(join(folder, file))) return new Response(null, { status: 404 });
    const type = mediaTypes[extname(file)] ?? 'application/octet-stream';
    const headers = {
      'content-type': type,
      'content-security-policy': contentPolicy,
      'x-content-type-options': 'nosniff',
    };
    return new Response(readFileSync(join(folder, file)), { headers });
  }
  app.get('/', () => send('index.html'));
  app.get('/kiosk/assets/:file', (context) => send(join('assets', context.req.param('file'))));
}

function serveContract(app: Hono, desk: CannedDesk): void {
  app.use('/v1/*', async (context, next) => {
    if (context.req.header('authorization') !== `Bearer ${desk.key}`) return problem(401, 'unauthorised');
    if (context.req.method !== 'POST') return await next();
    const idempotencyKey = context.req.header('idempotency-key') ?? '';
    if (!/^[0-9a-f-]{36}$/.test(idempotencyKey)) return problem(400, 'idempotency-key-missing');
    desk.received.push({ path: context.req.path, idempotencyKey, body: await context.req.json() });
    await next();
  });

  app.post('/v1/conversations', (context) => {
    const id = `c_${randomUUID()}`;
    desk.memory.forgetCustomer();
    desk.conversations.set(id, { id, state: 'with-assistant', transcript: [] });
    const disclosure = 'You are talking to an AI assistant, not to a person.';
    const notice =
      'We keep this conversation for 90 days to answer you. Names and numbers are masked before anyone reads it.';
    const state = 'with-assistant';
    return context.json(
      { id, state, disclosure: { text: disclosure, version: '1' }, notice: { text: notice, version: '1' } },
      201,
    );
  });

  app.get('/v1/conversations/:id', (context) => {
    const conversation = desk.conversations.get(context.req.param('id'));
    return conversation === undefined ? problem(404, 'conversation-not-found') : context.json(conversation);
  });

  app.post('/v1/conversations/:id/messages', async (context) => {
    const conversation = desk.conversations.get(context.req.param('id'));
    if (conversation === undefined) return problem(404, 'conversation-not-found');
    const { text } = await context.req.json<{ text: string }>();
    const known = desk.answers.get(context.req.header('idempotency-key') ?? '');
    if (known !== undefined) return context.json(known);
    return streamAnswer(context, desk, { conversation, text });
  });

  app.post('/v1/conversations/:id/handover', (context) => {
    const conversation = desk.conversations.get(context.req.param('id'));
    if (conversation === undefined) return problem(404, 'conversation-not-found');
    conversation.state = 'waiting-for-person';
    return context.json(toTurn(desk, conversation, handoverAnswer), 202);
  });

  app.post('/v1/conversations/:id/confirm', async (context) => {
    const conversation = desk.conversations.get(context.req.param('id'));
    if (conversation === undefined) return problem(404, 'conversation-not-found');
    const answer = await context.req.json<{ step: string; accept: boolean }>();
    return context.json(toTurn(desk, conversation, answerToStep(answer)));
  });

  app.post('/v1/conversations/:id/feedback', (context) => context.json({ id: 'f_1' }, 201));
}

function streamAnswer(
  context: Context,
  desk: CannedDesk,
  { conversation, text }: { readonly conversation: CannedConversation; readonly text: string },
): Response {
  return streamSSE(context, async (stream) => {
    const tell = async (event: string, data: object) => await stream.writeSSE({ event, data: JSON.stringify(data) });
    await tell('stage', { stage: 'redact' });
    if (conversation.state !== 'with-assistant') {
      return await tell('turn', {
        conversation: conversation.id,
        turn: 2,
        outcome: 'with-person',
        reply: null,
        handover: null,
      });
    }
    const answer = answerTo(text);
    for (const stage of ['triage', 'retrieve', 'draft', 'validate']) await tell('stage', { stage });
    for (const [position, sentence] of answer.sentences.entries()) {
      if (position > 0) await desk.gate;
      await tell('sentence', { text: sentence });
    }
    if (answer.outcome === 'handed-over') conversation.state = 'waiting-for-person';
    const turn = toTurn(desk, conversation, answer);
    desk.answers.set(context.req.header('idempotency-key') ?? '', turn);
    await tell('turn', turn);
  });
}

function toTurn(desk: CannedDesk, conversation: CannedConversation, answer: CannedAnswer): Record<string, unknown> {
  const { sentences, citations, outcome } = answer;
  const ticket = { reference: 'h_01K9F3M2Q7', queue: 'cards', priority: 'high', position: 2 };
  return {
    conversation: conversation.id,
    turn: 1,
    outcome,
    reply: { text: sentences.join(' '), language: 'en', mode: 'quoted', citations },
    confirmation: answer.confirmation ?? null,
    handover: outcome === 'handed-over' ? ticket : null,
    receipt: desk.log.append(),
  };
}

function problem(status: number, code: string): Response {
  const body = { type: 'about:blank', title: 'Problem', status, code, requestId: 'r_1' };
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } });
}
