import { parseJson } from '../../conversation/parse-json.ts';
import { type Fact, parseFacts } from './fact.ts';
import { KioskError, toKioskError, toStreamError } from './kiosk-error.ts';
import { findText, isRecord } from './narrow.ts';
import { type Choice, type Purpose, parseChoice, parsePurposes } from './purpose.ts';
import { readServerEvents } from './read-server-events.ts';
import { type Opening, parseOpening, parseTranscript, parseTurn, type Transcript, type Turn } from './turn.ts';

/** Waits between attempts of one call, in milliseconds: a Wi-Fi change passes, a real outage is told in seconds. */
const retryWaits = [1_000, 3_000];
/** Longest an attempt may take, in milliseconds; a turn's own budget is far below. */
const attemptLimit = 60_000;

interface Message {
  readonly conversation: string;
  readonly text: string;
  /** The same for every attempt, so that the appliance answers a repeat with its first answer. */
  readonly idempotencyKey: string;
}

export interface AnswerListener {
  onStage(stage: string): void;
  /** `position` counts from 0 again when an attempt is repeated. */
  onSentence(position: number, text: string): void;
}

/** The calls of the public API this page makes. Every one ends in a value or a {@link KioskError}. */
export interface KioskApi {
  open(idempotencyKey: string, signal: AbortSignal): Promise<Opening>;
  ask(message: Message, listener: AnswerListener, signal: AbortSignal): Promise<Turn>;
  confirm(conversation: string, answer: StepAnswer, signal: AbortSignal): Promise<Turn>;
  askForPerson(conversation: string, idempotencyKey: string, signal: AbortSignal): Promise<Turn>;
  giveFeedback(conversation: string, feedback: Feedback, signal: AbortSignal): Promise<void>;
  read(conversation: string, signal: AbortSignal): Promise<Transcript>;
  /** What policy asks the customer, in its order. */
  purposes(conversation: string, signal: AbortSignal): Promise<readonly Purpose[]>;
  consent(conversation: string, answer: PurposeAnswer, signal: AbortSignal): Promise<Choice>;
  /** Every reading goes on the record. */
  facts(conversation: string, signal: AbortSignal): Promise<readonly Fact[]>;
  /** Deletes one fact, or all where `fact` is null. */
  forget(conversation: string, asked: ForgetFact, signal: AbortSignal): Promise<true>;
}

interface PurposeAnswer {
  readonly purpose: string;
  readonly granted: boolean;
  readonly idempotencyKey: string;
}

interface ForgetFact {
  readonly fact: string | null;
  readonly idempotencyKey: string;
}

/** Yes or no to a step; `code` goes with the yes to an identity step. */
export interface StepAnswer {
  readonly step: string;
  readonly accept: boolean;
  readonly code: string | undefined;
  readonly idempotencyKey: string;
}

interface Feedback {
  /** 1 (worst) to 5. */
  readonly csat: number;
  readonly resolved: boolean;
  readonly idempotencyKey: string;
}

export interface Transport {
  readonly key: string;
  readonly language: string;
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export function createKioskApi(transport: Transport): KioskApi {
  const call = createCall(transport);
  return {
    async open(idempotencyKey, signal) {
      const body = { channel: 'kiosk', language: transport.language };
      return await call(
        { path: '/v1/conversations', body, idempotencyKey },
        async (response) => parseOpening(await bodyOf(response)),
        signal,
      );
    },
    async ask(message, listener, signal) {
      const path = `${pathOf(message.conversation)}/messages`;
      const request = { path, body: { text: message.text }, idempotencyKey: message.idempotencyKey, streams: true };
      return await call(request, async (response) => await readAnswer(response, listener), signal);
    },
    async confirm(conversation, { idempotencyKey, ...answer }, signal) {
      const request = { path: `${pathOf(conversation)}/confirm`, body: answer, idempotencyKey };
      return await call(request, async (response) => parseTurn(await bodyOf(response)), signal);
    },
    async askForPerson(conversation, idempotencyKey, signal) {
      const request = { path: `${pathOf(conversation)}/handover`, body: {}, idempotencyKey };
      return await call(request, async (response) => parseTurn(await bodyOf(response)), signal);
    },
    async giveFeedback(conversation, { csat, resolved, idempotencyKey }, signal) {
      const request = { path: `${pathOf(conversation)}/feedback`, body: { csat, resolved }, idempotencyKey };
      await call(request, async (response) => await response.body?.cancel(), signal);
    },
    async read(conversation, signal) {
      return await call(
        { path: pathOf(conversation) },
        async (response) => parseTranscript(await bodyOf(response)),
        signal,
      );
    },
    ...createMemoryCalls(call),
  };
}

function createMemoryCalls(call: Call): Pick<KioskApi, 'purposes' | 'consent' | 'facts' | 'forget'> {
  return {
    async purposes(conversation, signal) {
      const request = { path: `${pathOf(conversation)}/consent` };
      return await call(request, async (response) => parsePurposes(await bodyOf(response)), signal);
    },
    async consent(conversation, { idempotencyKey, ...answer }, signal) {
      const request = { path: `${pathOf(conversation)}/consent`, body: answer, idempotencyKey };
      return await call(request, async (response) => parseChoice(await bodyOf(response)), signal);
    },
    async facts(conversation, signal) {
      const request = { path: `${pathOf(conversation)}/memory` };
      return await call(request, async (response) => parseFacts(await bodyOf(response)), signal);
    },
    async forget(conversation, { fact, idempotencyKey }, signal) {
      const one = fact === null ? '' : `/${encodeURIComponent(fact)}`;
      const request = { path: `${pathOf(conversation)}/memory${one}`, deletes: true, idempotencyKey };
      await call(request, async (response) => await response.body?.cancel(), signal);
      return true;
    },
  };
}

interface CallRequest {
  readonly path: string;
  /** Present for a POST. */
  readonly body?: object;
  readonly idempotencyKey?: string;
  readonly streams?: boolean;
  readonly deletes?: boolean;
}

type Call = <T>(request: CallRequest, read: (response: Response) => Promise<T>, signal: AbortSignal) => Promise<T>;

function createCall({ key, fetch, wait }: Transport): Call {
  return async function call(request, read, signal) {
    for (const pause of [...retryWaits, undefined]) {
      try {
        const response = await fetch(request.path, toRequestInit(request, key, signal));
        if (!response.ok) throw await toKioskError(response);
        return await read(response);
      } catch (fault) {
        if (signal.aborted) throw fault;
        const error = fault instanceof KioskError ? fault : new KioskError('unreachable', { cause: fault });
        if (error.code !== 'unreachable' || pause === undefined) throw error;
        await wait(pause);
      }
    }
    throw new KioskError('unreachable');
  };
}

/** Never from a cache, never with cookies, never led elsewhere. */
export function toRequestInit(request: CallRequest, key: string, signal: AbortSignal): RequestInit {
  const headers = new Headers({ authorization: `Bearer ${key}` });
  headers.set('accept', request.streams === true ? 'text/event-stream' : 'application/json');
  if (request.idempotencyKey !== undefined) headers.set('idempotency-key', request.idempotencyKey);
  const limits = AbortSignal.any([signal, AbortSignal.timeout(attemptLimit)]);
  const init: RequestInit = { headers, signal: limits, cache: 'no-store', credentials: 'omit', redirect: 'error' };
  if (request.deletes === true) return { ...init, method: 'DELETE' };
  if (request.body === undefined) return init;
  headers.set('content-type', 'application/json');
  return { ...init, method: 'POST', body: JSON.stringify(request.body) };
}

function pathOf(conversation: string): string {
  return `/v1/conversations/${encodeURIComponent(conversation)}`;
}

async function bodyOf(response: Response): Promise<unknown> {
  return readJson(await response.text());
}

/** A repeat may be answered as one JSON turn although a stream was asked for. */
async function readAnswer(response: Response, listener: AnswerListener): Promise<Turn> {
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (!isStream || response.body === null) return parseTurn(await bodyOf(response));
  let position = 0;
  for await (const event of readServerEvents(response.body)) {
    const data = readJson(event.data);
    if (event.name === 'turn') return parseTurn(data);
    if (event.name === 'stage') listener.onStage(textIn(data, 'stage'));
    if (event.name === 'sentence') listener.onSentence(position++, textIn(data, 'text'));
    if (event.name === 'problem') throw toStreamError(data);
  }
  // Cut off before the turn: asking again with the same key gives the answer that stands on the record.
  throw new KioskError('unreachable');
}

function textIn(data: unknown, name: string): string {
  return isRecord(data) ? (findText(data, name) ?? '') : '';
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new KioskError('unreadable-answer', { cause });
  }
}
