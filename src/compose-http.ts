import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { AuditError } from './audit/audit-error.ts';
import type { LogEntry } from './audit/entry-format.ts';
import type { Store } from './compose-store.ts';
import type { Config } from './config/read-config.ts';
import { splitSentences } from './conversation/split-sentences.ts';
import { createApp } from './http/create-app.ts';
import type { HttpApp } from './http/http-env.ts';
import type { AuditReader, BuildingBlocks, HttpPorts, Readiness } from './http/http-ports.ts';
import { createAuthenticator } from './identity/api-keys.ts';
import { ModelError } from './models/model-error.ts';
import type { Call, ConversationDesk, PeopleDesk } from './pipeline/appliance.ts';
import { ApplianceError } from './pipeline/appliance-error.ts';
import type { Stages } from './pipeline/stages.ts';
import { toTriageView } from './pipeline/to-decision.ts';
import { toValidationRules } from './pipeline/to-validation-rules.ts';
import { createTextRedaction } from './redaction/redact-text.ts';
import type { Events } from './telemetry/events.ts';
import { triageTurn } from './triage/triage-turn.ts';
import { validateText } from './validation/validate-text.ts';

export interface HttpParts {
  readonly store: Store;
  readonly stages: Stages;
  readonly conversations: ConversationDesk;
  readonly people: PeopleDesk;
  readonly config: Config;
  readonly events: Events;
  readonly pages: string;
  metrics(): Promise<string>;
  readiness(): Readiness;
  setStopped(stopped: boolean, call: Call): Promise<void>;
}

/** Hands the appliance's functions to the HTTP side. */
export function createHttp(parts: HttpParts): HttpApp {
  const { store, stages, config } = parts;
  const ports: HttpPorts = {
    conversations: parts.conversations,
    people: parts.people,
    blocks: createBlocks(stages),
    audit: createAuditReader(store, stages),
    authenticate: createAuthenticator(store.keyStore),
    readiness: parts.readiness,
    metrics: parts.metrics,
    stop: (call) => parts.setStopped(true, call),
    resume: (call) => parts.setStopped(false, call),
    requestHash: (method, path, body) => store.keys.requestHash([method, path, body]),
    pages: existsSync(parts.pages) ? { directory: parts.pages } : null,
    limits: config.limits,
    now: stages.now,
    newId: () => randomUUID(),
    observe: parts.events,
  };
  return createApp(ports);
}

function createBlocks(stages: Stages): BuildingBlocks {
  const redactText = createTextRedaction();
  return {
    redact: async (text) => {
      const { redacted, entities, complete } = await redactText(text);
      if (!complete) throw new ApplianceError('store-failed', 'The text could not be redacted completely');
      return { redacted, entities };
    },
    triage: async function triageText(text) {
      return withEngines(async () => {
        const policy = stages.policy();
        const { redacted, entities } = await redactText(text);
        const [examples, [vector]] = await Promise.all([
          stages.intentExamples(policy),
          stages.embedder.embed([redacted]),
        ]);
        const now = stages.now();
        const conversation = {
          id: '-',
          state: 'with-assistant' as const,
          version: 0,
          channel: 'api',
          language: policy.files.scope.defaultLanguage,
          collection: stages.defaultCollection(),
          subject: '-',
          tier: 'standard',
          verified: false,
          startedAt: now,
          turns: 0,
        };
        const turn = {
          conversation,
          number: 1,
          question: redacted,
          entities,
          receivedAt: now,
          redactionComplete: true,
        };
        return toTriageView(triageTurn({ turn, vector: vector ?? null, examples, earlier: [], policy }));
      });
    },
    search: async function searchKnowledge({ query, collection, limit, role }) {
      const [vector] = await withEngines(() => stages.embedder.embed([query]));
      const passages = await stages.retrievePassages({
        queries: [{ text: query, vector: vector ?? null }],
        collection: collection ?? stages.defaultCollection(),
        audiences: role === 'kiosk' ? ['public'] : ['public', 'staff'],
        carried: [],
        limit,
        now: stages.now(),
      });
      return passages.map(({ id, document, title, text, relevance, updated, ageDays, stale }) => ({
        passage: id,
        document,
        title,
        text,
        score: relevance,
        updated,
        ageDays,
        stale,
      }));
    },
    validate: async ({ reply, passages, question }) =>
      validateText({
        reply,
        passages,
        question,
        language: stages.policy().files.scope.defaultLanguage,
        findPersonalData: stages.findPersonalData,
        rules: { ...toValidationRules(stages.policy()), maxSentences: Math.max(splitSentences(reply).length, 1) },
      }),
  };
}

function createAuditReader({ log }: Store, stages: Stages): AuditReader {
  return {
    checkpoint: () => log.latestCheckpoint(),
    verifierKey: () => log.vkey,
    inclusion: (index, size) => inRange(() => log.inclusion(index, size ?? log.size)),
    consistency: (from, to) => inRange(() => log.consistency(from, to ?? log.size)),
    entry: (index) => {
      const entry = log.entry(index);
      if (entry === undefined) throw new ApplianceError('entry-not-found', 'The log has no entry with this index');
      return entry;
    },
    entriesOf: (conversation) => log.entriesOf(conversation),
    logRead: async (what, call) => {
      const base = {
        v: 1,
        at: stages.now().toISOString(),
        actor: { role: call.caller.role, key: call.caller.keyId },
      } as const;
      const entry: LogEntry =
        what.kind === 'entry'
          ? { ...base, kind: 'log-read', what: 'entry', index: what.index }
          : { ...base, kind: 'log-read', what: 'entries', conversation: what.conversation };
      await commitEntry(stages, entry);
    },
  };
}

/** Outside a turn there is no person to hand over to: an engine that is down or full is told to the caller. */
async function withEngines<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new ApplianceError('overloaded', 'The language engines cannot answer now; try again in a moment', {
      cause: error,
    });
  }
}

/** Puts an entry on the record that changes nothing else. */
export async function commitEntry(stages: Pick<Stages, 'ledger'>, entry: LogEntry): Promise<void> {
  await stages.ledger.commit({ entry, expects: null, idempotency: null, build: () => ({ writes: [], answer: null }) });
}

function inRange<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof AuditError && error.code === 'range-invalid') {
      throw new ApplianceError('proof-out-of-range', 'The log has no such index or size');
    }
    throw error;
  }
}
