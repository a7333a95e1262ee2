import { parseJson } from '../../conversation/parse-json.ts';
import { findText, isRecord, recordsOf } from '../kiosk/narrow.ts';

export interface Session {
  readonly name: string;
  readonly role: string;
}

/** The button to the site's own provider: its words and where it leads. */
export interface Provider {
  readonly label: string;
  readonly start: string;
}

export interface Waiting {
  readonly reference: string;
  readonly queue: string;
  readonly priority: string;
  readonly at: string;
  readonly headline: string;
}

export interface Handover extends Waiting {
  readonly conversation: string;
  /** Its six parts in the order they are read, each with its heading. */
  readonly parts: readonly { readonly heading: string; readonly text: string }[];
  /** Everything that was said, oldest first, with placeholders where personal data stood. */
  readonly transcript: readonly Line[];
  /** Placeholders of the transcript whose value this person's role may see. */
  readonly revealable: readonly string[];
}

export interface Line {
  readonly from: string;
  readonly at: string;
  readonly text: string;
}

/** One value of a customer. It is shown for a while, and kept nowhere. */
export interface Revealed {
  readonly value: string;
  /** When it has to be hidden again, by the clock of this machine. */
  readonly until: number;
}

/** What the appliance tells of itself. */
export interface OpenAlert {
  readonly id: string;
  readonly severity: string;
  readonly text: string;
  readonly raisedAt: string;
}

/** What a call ended with instead of an answer: a code of the appliance, or `unreachable`. */
export class StaffProblem extends Error {
  override readonly name = 'StaffProblem';
  readonly code: string;
  /** Seconds until trying again is worth it, where the appliance says so. */
  readonly retryAfter: number | null;

  constructor(code: string, retryAfter: number | null = null) {
    super(`The call ended with ${code}`);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** The calls of the public API this page makes. Each ends in a value or a {@link StaffProblem}. */
export interface StaffApi {
  provider(): Promise<Provider | null>;
  /** Null where nobody is signed in. */
  session(): Promise<Session | null>;
  signIn(name: string, password: string): Promise<Session>;
  signOut(): Promise<void>;
  waiting(): Promise<readonly Waiting[]>;
  /** The packet, and the conversation it is about. */
  handover(reference: string): Promise<Handover>;
  /** Who asks, why and when is on the record before the value is read. */
  reveal(conversation: string, placeholder: string, reason: string): Promise<Revealed>;
  /** Alerts that hold. */
  alerts(): Promise<readonly OpenAlert[]>;
}

type Fetch = (path: string, init: RequestInit) => Promise<Response>;

const partNames = ['customer', 'issue', 'tried', 'knowledge', 'next', 'tone'] as const;

export function createStaffApi(fetch: Fetch): StaffApi {
  const ask = createAsk(fetch);
  const call: Call = async (method, path, body) => (await ask(method, path, { body })).body;
  const refresh = async (path: string) => (await ask('GET', path, { isRefresh: true })).body;
  return {
    async provider() {
      const { provider } = await call('GET', '/v1/session/options');
      if (!isRecord(provider)) return null;
      const [label, start] = [findText(provider, 'label'), findText(provider, 'start')];
      return label === undefined || start === undefined ? null : { label, start };
    },
    async session() {
      try {
        return toSession(await call('GET', '/v1/session'));
      } catch (error) {
        if (error instanceof StaffProblem && error.code === 'unauthorized') return null;
        throw error;
      }
    },
    signIn: async (name, password) => toSession(await call('POST', '/v1/session', { name, password })),
    signOut: async () => void (await call('DELETE', '/v1/session')),
    waiting: async () => recordsOf((await refresh('/v1/handovers?state=waiting')).items).map(toWaiting),
    async alerts() {
      const items = recordsOf((await refresh('/v1/alerts')).items);
      return items.filter(({ clearedAt }) => clearedAt === null).map(toOpenAlert);
    },
    async handover(reference) {
      const answer = await call('GET', `/v1/handovers/${encodeURIComponent(reference)}`);
      const packet = isRecord(answer.packet) ? answer.packet : {};
      const parts = partNames.map((name) => ({ heading: name, text: findText(packet, name) ?? '' }));
      const id = findText(answer, 'conversation') ?? '';
      const { transcript, revealable } = await call('GET', `/v1/conversations/${encodeURIComponent(id)}`);
      return {
        ...toWaiting(answer),
        conversation: id,
        parts,
        transcript: recordsOf(transcript).map(toLine),
        revealable: Array.isArray(revealable) ? revealable.filter((one) => typeof one === 'string') : [],
      };
    },
    async reveal(conversation, placeholder, reason) {
      const { body, at } = await ask('POST', '/v1/reveal', { body: { conversation, placeholder, reason } });
      const [value, expires] = [findText(body, 'value'), Date.parse(findText(body, 'expiresAt') ?? '')];
      if (value === undefined || Number.isNaN(expires)) throw new StaffProblem('unreachable');
      // The clocks of the two machines may differ: what counts is how long from the answer on.
      return { value, until: Date.now() + expires - at };
    },
  };
}

type Call = (method: string, path: string, body?: object) => Promise<Record<string, unknown>>;

interface Asked {
  readonly body?: object | undefined;
  readonly isRefresh?: boolean;
}

interface Answer {
  readonly body: Record<string, unknown>;
  /** When it was given, by the clock of the appliance. */
  readonly at: number;
}

function createAsk(fetch: Fetch) {
  return async function ask(method: string, path: string, { body, isRefresh }: Asked): Promise<Answer> {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      // What the page asks again and again by itself keeps nobody signed in.
      ...(isRefresh === true ? { 'confidant-refresh': '1' } : {}),
    };
    const init: RequestInit = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(path, init).catch(() => {
      throw new StaffProblem('unreachable');
    });
    const read = parseBody(await answer.text());
    const date = Date.parse(answer.headers.get('date') ?? '');
    if (answer.ok) return { body: read, at: Number.isNaN(date) ? Date.now() : date };
    const wait = Number(answer.headers.get('retry-after') ?? Number.NaN);
    throw new StaffProblem(findText(read, 'code') ?? 'unreachable', Number.isFinite(wait) ? wait : null);
  };
}

/** What a proxy answers in place of the appliance may be anything. */
function parseBody(text: string): Record<string, unknown> {
  try {
    const body = parseJson(text);
    return isRecord(body) ? body : {};
  } catch {
    return {};
  }
}

function toSession(answer: Record<string, unknown>): Session {
  const [id, role] = [findText(answer, 'id'), findText(answer, 'role')];
  if (id === undefined || role === undefined) throw new StaffProblem('unreachable');
  return { name: findText(answer, 'name') ?? id, role };
}

function toOpenAlert(answer: Record<string, unknown>): OpenAlert {
  return {
    id: findText(answer, 'id') ?? '',
    severity: findText(answer, 'severity') ?? '',
    text: findText(answer, 'text') ?? '',
    raisedAt: findText(answer, 'raisedAt') ?? '',
  };
}

function toLine(answer: Record<string, unknown>): Line {
  return {
    from: findText(answer, 'from') ?? '',
    at: findText(answer, 'at') ?? '',
    text: findText(answer, 'text') ?? '',
  };
}

function toWaiting(answer: Record<string, unknown>): Waiting {
  return {
    reference: findText(answer, 'reference') ?? '',
    queue: findText(answer, 'queue') ?? '',
    priority: findText(answer, 'priority') ?? '',
    at: findText(answer, 'at') ?? '',
    headline: findText(answer, 'headline') ?? '',
  };
}
