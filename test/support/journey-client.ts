import type { z } from '@hono/zod-openapi';
import type { LoggedEntry } from '../../src/audit/audit-log.ts';
import type { LogEntry } from '../../src/audit/entry-format.ts';
import type { SealedEntry } from '../../src/audit/entry-texts.ts';
import type { Store } from '../../src/compose-store.ts';
import type { Progress } from '../../src/conversation/next-state.ts';
import { parseJson } from '../../src/conversation/parse-json.ts';
import type { HttpApp } from '../../src/http/http-env.ts';
import { conversationSchema, startedSchema } from '../../src/http/schemas/conversation-schemas.ts';
import { handoverSchema } from '../../src/http/schemas/handover-schemas.ts';
import { turnSchema } from '../../src/http/schemas/turn-schema.ts';
import type { Role } from '../../src/identity/roles.ts';
import { type ServerEvent, toServerEvents } from './journey-events.ts';
import { expectReadablePacket } from './journey-packet.ts';
import { provenEntry } from './journey-proof.ts';
import { replayEvents } from './replay-events.ts';

/** Everybody who holds a key: the five roles, and a second kiosk. */
export type StoryKeys = Readonly<Record<Role | 'other-kiosk', string>>;

type Holder = keyof StoryKeys;
type StoryTurn = z.infer<typeof turnSchema>;

/** A Turn whose receipt holds, with what the record says of it. */
export type StoryHandover = z.infer<typeof handoverSchema>;

export interface AskedTurn extends StoryTurn {
  /** What was told while the turn went on; empty where nobody asked for a stream. */
  readonly events: readonly ServerEvent[];
  readonly entry: Extract<LogEntry, { kind: 'turn' }>;
  /** The same as the log holds it: what the receipt is for. */
  readonly sealed: SealedEntry;
}

interface AskOptions {
  readonly as?: Holder;
  /** The conversation to go on with; a fresh one when left out. */
  readonly conversation?: string;
  readonly idempotencyKey?: string;
  readonly stream?: boolean;
}

/** An answer of the appliance as it came over HTTP. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
  /** Code of the problem, where the answer is one. */
  readonly code: string | undefined;
}

interface StoryPerson {
  request(method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** What people in a story do. All of it goes through the HTTP side. */
export interface JourneyClient {
  as(holder: Holder): StoryPerson;
  /** Opens a conversation and answers its id. */
  start(body?: object, as?: Holder): Promise<string>;
  /** Says something and proves the receipt of the Turn; throws where no Turn comes back. */
  ask(text: string, options?: AskOptions): Promise<AskedTurn>;
  /** A button of a confirming Turn, or the code of an identity step. */
  confirm(turn: AskedTurn, accept: boolean, code?: string): Promise<AskedTurn>;
  /** The button "talk to a person". */
  askForPerson(conversation: string, note?: string): Promise<AskedTurn>;
  conversation(id: string, as?: Holder): Promise<z.infer<typeof conversationSchema>>;
  /** The packet of a Turn that handed over; throws where a person could not take it in within twenty seconds. */
  handoverOf(turn: Pick<StoryTurn, 'handover'>): Promise<StoryHandover>;
  entriesOf(conversation: string): readonly LoggedEntry[];
  /** Where the stored events lead, folded from the beginning; throws where the stored conversation stands elsewhere. */
  replayed(conversation: string): Progress;
}

interface ClientParts {
  readonly app: () => HttpApp;
  readonly store: () => Store;
  readonly keys: StoryKeys;
}

export function createJourneyClient({ app, store, keys }: ClientParts): JourneyClient {
  const as = (holder: Holder): StoryPerson => ({
    request: async function requestAs(method, path, body, headers = {}) {
      const answer = await app().request(path, {
        method,
        headers: {
          authorization: `Bearer ${keys[holder]}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return toAnswer(answer);
    },
  });
  const start = async (body: object = {}, holder: Holder = 'kiosk'): Promise<string> => {
    const answer = await as(holder).request('POST', '/v1/conversations', body);
    return startedSchema.parse(expectStatus(answer, 201).body).id;
  };
  const toTurn = (body: unknown, events: readonly ServerEvent[]): AskedTurn => {
    const turn = turnSchema.parse(body);
    return { ...turn, events, ...provenEntry(store(), turn) };
  };
  return {
    as,
    start,
    ask: async function askAppliance(text, options = {}) {
      const holder = options.as ?? 'kiosk';
      const conversation = options.conversation ?? (await start({}, holder));
      const headers = {
        ...(options.stream === true ? { accept: 'text/event-stream' } : {}),
        ...(options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }),
      };
      const path = `/v1/conversations/${conversation}/messages`;
      const answer = expectStatus(await as(holder).request('POST', path, { text }, headers), 200);
      if (options.stream !== true) return toTurn(answer.body, []);
      const events = toServerEvents(answer.text);
      return toTurn(events.find((one) => one.event === 'turn')?.data, events);
    },
    confirm: async function answerStep({ conversation, confirmation }, accept, code) {
      const body = { step: confirmation?.step ?? 'none', accept, ...(code === undefined ? {} : { code }) };
      const answer = await as('kiosk').request('POST', `/v1/conversations/${conversation}/confirm`, body);
      return toTurn(expectStatus(answer, 200).body, []);
    },
    askForPerson: async function pressButton(conversation, note) {
      const body = note === undefined ? {} : { note };
      const answer = await as('kiosk').request('POST', `/v1/conversations/${conversation}/handover`, body);
      return toTurn(expectStatus(answer, 202).body, []);
    },
    conversation: async function readConversation(id, holder = 'kiosk') {
      const answer = await as(holder).request('GET', `/v1/conversations/${id}`);
      return conversationSchema.parse(expectStatus(answer, 200).body);
    },
    handoverOf: async function readPacket({ handover }) {
      const answer = await as('agent').request('GET', `/v1/handovers/${handover?.reference}`);
      const read = handoverSchema.parse(expectStatus(answer, 200).body);
      expectReadablePacket(read);
      return read;
    },
    entriesOf: (conversation) => store().log.entriesOf(conversation),
    replayed: (conversation) => replayEvents(store(), conversation),
  };
}

async function toAnswer(answer: Response): Promise<Answer> {
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  const body: unknown = isJson ? parseJson(text) : undefined;
  const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : undefined;
  return { status: answer.status, headers: answer.headers, text, body, code };
}

export function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status === status) return answer;
  throw new Error(`Expected status ${status}: the appliance answers ${answer.status} ${answer.text}`);
}
