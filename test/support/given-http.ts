import { createHash } from 'node:crypto';
import { z } from 'zod';
import { inOnePiece } from '../../src/audit/published-log.ts';
import { createApp } from '../../src/http/create-app.ts';
import type { HttpApp } from '../../src/http/http-env.ts';
import { defaultHttpLimits, type HttpLimits, type HttpPorts } from '../../src/http/http-ports.ts';
import { createAuthenticator, keyHash, newApiKey } from '../../src/identity/api-keys.ts';
import { type Role, roles } from '../../src/identity/roles.ts';
import type { Call } from '../../src/pipeline/appliance.ts';
import { ApplianceError } from '../../src/pipeline/appliance-error.ts';
import type { RevealInput } from '../../src/pipeline/reveal-value.ts';
import type { FaultCaught, RequestHandled } from '../../src/telemetry/events.ts';
import { noTracer } from '../../src/telemetry/tracer.ts';
import { expectDocumented } from './expect-documented.ts';
import { ScriptedConversations, ScriptedPeople } from './http-desks.ts';
import { ScriptedMemory } from './http-memory-desk.ts';
import { scriptedStaff } from './http-staff.ts';
import { ScriptedSubjects } from './http-subjects.ts';

/** A call in a test: the role whose key it carries (null for none), a body, more headers. */
export interface AskOptions {
  readonly role?: Role | 'other-kiosk' | null;
  /** A string or bytes go out as they are, anything else as JSON. */
  readonly body?: string | Uint8Array<ArrayBuffer> | object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the routes of alerts answer here. */
const openAlert = {
  id: 'w_1',
  rule: 'policy-broken',
  severity: 'warning',
  text: 'Look at the policy files',
  raisedAt: '2026-11-21T09:00:00.000Z',
  clearedAt: null,
} as const;

export interface GivenHttp {
  readonly app: HttpApp;
  readonly conversations: ScriptedConversations;
  readonly people: ScriptedPeople;
  readonly memory: ScriptedMemory;
  readonly subjects: ScriptedSubjects;
  readonly blocks: ScriptedBlocks;
  readonly audit: ScriptedAudit;
  /** Requests told, faults told, and calls of the stop switch. */
  readonly told: {
    readonly requests: RequestHandled[];
    readonly faults: FaultCaught[];
    readonly switched: [string, Call][];
    readonly revealed: [RevealInput, Call][];
  };
  /** Asks, and throws where the answer has no request id or a status the document does not name. */
  readonly ask: (method: string, path: string, options?: AskOptions) => Promise<Response>;
}

type ScriptedBlocks = HttpPorts['blocks'] & { readonly asked: unknown[][] };
type ScriptedAudit = HttpPorts['audit'] & { readonly reads: [unknown, Call][] };

function scriptedBlocks(): ScriptedBlocks {
  const asked: unknown[][] = [];
  return {
    asked,
    async redact(text, language) {
      asked.push(['redact', text, language]);
      const entity = { type: 'IBAN', start: 0, end: 4, score: 1, source: 'checksum:iban', placeholder: '[IBAN_1]' };
      return { redacted: '[IBAN_1]', entities: [entity] };
    },
    async triage(text) {
      asked.push(['triage', text]);
      return { intent: { id: 'lost-card', confidence: 0.9 } };
    },
    async search(input) {
      asked.push(['search', input]);
      return [
        {
          passage: 'a#1',
          document: 'a',
          title: 'A',
          text: 'Text',
          score: 0.9,
          updated: '2026-10-01',
          ageDays: 51,
          stale: false,
        },
      ];
    },
    async validate(input) {
      asked.push(['validate', input]);
      return {
        accepted: false,
        grounded: 0.1,
        findings: [{ check: 'grounding', span: { start: 0, end: 3 }, detail: 'd' }],
      };
    },
  };
}

const LOG_SIZE = 60;
const outOfRange = () => new ApplianceError('proof-out-of-range', 'Cannot prove: the log is shorter');

const scriptedFiles = new Set([
  'tile/1/x001/000.p/7',
  'tile/entries/x001/002',
  'checkpoints',
  'segments',
  'witnesses',
  'segment/000002.segment',
]);

function scriptedAudit(): ScriptedAudit {
  const reads: [unknown, Call][] = [];
  return {
    reads,
    checkpoint: () => 'confidant.example/log\n60\nroot\n\n— sig\n',
    verifierKey: () => 'confidant.example/log+00000000+key',
    inclusion(index, size) {
      if (index >= (size ?? LOG_SIZE) || (size ?? 0) > LOG_SIZE) throw outOfRange();
      return { index, size: size ?? LOG_SIZE, leaf: 'bGVhZg==', hashes: ['aGFzaA=='] };
    },
    consistency(from, to) {
      if (from > (to ?? LOG_SIZE)) throw outOfRange();
      return { from, to: to ?? LOG_SIZE, hashes: [] };
    },
    entry(index) {
      if (index >= LOG_SIZE) throw new ApplianceError('entry-not-found', `Cannot find entry ${index}`);
      return { index, leaf: 'bGVhZg==', entry: { kind: 'turn' }, texts: {} };
    },
    entriesOf: async (conversation) =>
      conversation === 'c_1' ? [{ index: 7, leaf: 'bA==', entry: { kind: 'turn' }, texts: {} }] : [],
    open: async (path) => (scriptedFiles.has(path) ? inOnePiece(path) : undefined),
    logRead(what, call) {
      reads.push([what, call]);
    },
  };
}

function toBody(body: string | Uint8Array<ArrayBuffer> | object): string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
}

const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  requestId: z.string(),
});

/** The problem an answer holds; throws where it is none. */
export async function problemOf(answer: Response): Promise<z.infer<typeof problemSchema>> {
  return problemSchema.parse(await answer.json());
}

/** Ports and limits that differ from the scripted ones. */
interface HttpChange extends Partial<HttpPorts> {
  readonly limit?: Partial<HttpLimits>;
  readonly answerTimeoutMs?: number;
}

/** The HTTP side before scripted desks, with real keys of every role and a second kiosk. */
export function givenHttp(change: HttpChange = {}): GivenHttp {
  const { limit, answerTimeoutMs, ...ports } = change;
  const keys = new Map(
    [...roles, 'other-kiosk' as const].map((name) => [name, newApiKey(name === 'other-kiosk' ? 'kiosk' : name)]),
  );
  const authenticate = createAuthenticator({
    find: (hash) => {
      const name = [...keys.keys()].find((candidate) => keyHash(keys.get(candidate) ?? '') === hash);
      return name && { keyId: `k_${name}`, role: name === 'other-kiosk' ? 'kiosk' : name, hash };
    },
  });
  const desks = {
    conversations: new ScriptedConversations(),
    people: new ScriptedPeople(),
    memory: new ScriptedMemory(),
    subjects: new ScriptedSubjects(),
    blocks: scriptedBlocks(),
    audit: scriptedAudit(),
  };
  const told: GivenHttp['told'] = { requests: [], faults: [], switched: [], revealed: [] };
  let ids = 0;
  const all: HttpPorts = {
    ...desks,
    authenticate,
    watchers: {
      raiseAlarm: async () => ({ index: 60 }),
      witness: async () => ({ size: 60, witnesses: ['witness.example/w1'] }),
    },
    staff: scriptedStaff(),
    alerts: {
      list: () => [openAlert],
      test: async (call) => {
        told.switched.push(['alert-test', call]);
        return 1;
      },
    },
    reveal: async (input, call) => {
      told.revealed.push([input, call]);
      const { conversation, placeholder } = input;
      return { conversation, placeholder, type: 'NAME', value: 'Ann', expiresAt: '2026-11-21T09:05:00.000Z' };
    },
    readiness: () => ({ ready: true, state: 'ready', parts: { store: { state: 'ready' } } }),
    metrics: async () => 'confidant_turns_total 1\n',
    refusalFor: () => null,
    stop: async (call) => void told.switched.push(['stop', call]),
    resume: async (call) => void told.switched.push(['resume', call]),
    trace: noTracer.request,
    requestHash: (method, path, body) =>
      createHash('sha256')
        .update(JSON.stringify([method, path, body]))
        .digest('hex'),
    pages: null,
    staffPages: null,
    limits: { ...defaultHttpLimits, requestsPerMinute: 100_000, ...limit },
    now: () => new Date(),
    newId() {
      ids += 1;
      return `r_${ids}`;
    },
    observe: {
      requestHandled: (event) => void told.requests.push(event),
      faultCaught: (event) => void told.faults.push(event),
    },
    ...ports,
  };
  const app = createApp(all, answerTimeoutMs);
  async function ask(
    method: string,
    path: string,
    { role = 'kiosk', body, headers = {} }: AskOptions = {},
  ): Promise<Response> {
    const answer = await app.request(path, {
      method,
      headers: {
        ...(role === null ? {} : { authorization: `Bearer ${keys.get(role)}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: toBody(body) }),
    });
    if (answer.headers.get('x-request-id') === null) throw new Error(`${method} ${path} answers without a request id`);
    expectDocumented(app, { method, path, status: answer.status });
    return answer;
  }
  return { app, ...desks, told, ask };
}
