import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { AuditError } from './audit/audit-error.ts';
import type { LoggedEntry } from './audit/audit-log.ts';
import type { LogEntry } from './audit/entry-format.ts';
import { createBlocks } from './compose-blocks.ts';
import type { Staff } from './compose-staff.ts';
import type { Store } from './compose-store.ts';
import { readWitnesses } from './compose-witnesses.ts';
import type { Config } from './config/read-config.ts';
import { createApp } from './http/create-app.ts';
import type { HttpApp } from './http/http-env.ts';
import type {
  AlertDesk,
  AuditReader,
  BuildingBlocks,
  EntryView,
  HttpPorts,
  Readiness,
  SubjectActs,
} from './http/http-ports.ts';
import { createAuthenticator } from './identity/api-keys.ts';
import type { Admission } from './pipeline/admission.ts';
import type { Call, ConversationDesk, PeopleDesk } from './pipeline/appliance.ts';
import { ApplianceError } from './pipeline/appliance-error.ts';
import { commitEntry } from './pipeline/commit-entry.ts';
import { createRaiseLogAlarm } from './pipeline/raise-log-alarm.ts';
import { toActor } from './pipeline/recorded-call.ts';
import type { MemoryDesk } from './pipeline/remembering/memory-desk.ts';
import type { RevealValue } from './pipeline/reveal-value.ts';
import type { Stages } from './pipeline/stages.ts';
import { createWitnessCheckpoint } from './pipeline/witness-checkpoint.ts';
import type { Events } from './telemetry/events.ts';

export interface HttpParts {
  readonly store: Store;
  readonly stages: Stages;
  readonly conversations: ConversationDesk;
  readonly people: PeopleDesk;
  readonly reveal: RevealValue;
  readonly memory: MemoryDesk;
  readonly subjects: SubjectActs;
  readonly config: Config;
  readonly staff: Staff;
  readonly alerts: AlertDesk;
  readonly events: Events;
  readonly pages: string | null;
  readonly trace: HttpPorts['trace'];
  readonly admission: Admission;
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
    reveal: parts.reveal,
    memory: parts.memory,
    subjects: parts.subjects,
    blocks: inLine(createBlocks(stages), parts.admission),
    audit: createAuditReader(store, stages),
    watchers: createWatchers(parts),
    staff: parts.staff,
    alerts: parts.alerts,
    authenticate: createAuthenticator(store.keyStore, parts.staff.recordChanges),
    readiness: parts.readiness,
    metrics: parts.metrics,
    stop: (call) => parts.setStopped(true, call),
    resume: (call) => parts.setStopped(false, call),
    refusalFor: parts.admission.refusalFor,
    requestHash: (method, path, body) => store.keys.requestHash([method, path, body]),
    pages: parts.pages === null ? null : { directory: parts.pages },
    // The pages are built side by side.
    staffPages: parts.pages === null ? null : { directory: join(dirname(parts.pages), 'staff') },
    limits: config.limits,
    now: stages.now,
    newId: () => randomUUID(),
    trace: parts.trace,
    observe: parts.events,
  };
  return createApp(ports);
}

function createWatchers({ store, stages, config, events }: HttpParts): HttpPorts['watchers'] {
  const { vkey } = store.log;
  const witnesses = readWitnesses(config.witnesses);
  return {
    raiseAlarm: createRaiseLogAlarm({ stages, vkey, observe: events }),
    witness: createWitnessCheckpoint({ stages, vkey, witnesses, store: store.cosignatures }),
  };
}

/** Systems that bring their own conversations come after the customers of this one. */
function inLine(blocks: BuildingBlocks, { admit }: Admission): BuildingBlocks {
  return {
    redact: (text, language) => admit('beside', () => blocks.redact(text, language)),
    triage: (text) => admit('beside', () => blocks.triage(text)),
    search: (input) => admit('beside', () => blocks.search(input)),
    validate: (input) => admit('beside', () => blocks.validate(input)),
  };
}

function createAuditReader({ log, published }: Store, stages: Stages): AuditReader {
  return {
    checkpoint: () => log.latestCheckpoint(),
    verifierKey: () => log.vkey,
    inclusion: (index, size) => inRange(() => log.inclusion(index, size ?? log.size)),
    consistency: (from, to) => inRange(() => log.consistency(from, to ?? log.size)),
    entry: (index) => {
      const entry = log.entry(index);
      if (entry === undefined) throw new ApplianceError('entry-not-found', 'The log has no entry with this index');
      return toEntryView(entry);
    },
    entriesOf: (conversation) => log.entriesOf(conversation).map(toEntryView),
    open: (path) => published.open(path),
    logRead: async (what, call) => {
      const base = { v: 2, kind: 'log-read', at: stages.now().toISOString(), actor: toActor(call) } as const;
      const entry: LogEntry =
        what.kind === 'entries'
          ? { ...base, what: 'entries', ...askedFor(log, what.conversation) }
          : { ...base, what: what.kind, index: what.index };
      await commitEntry(stages, entry);
    },
  };
}

function toEntryView({ index, leaf, sealed, texts }: LoggedEntry): EntryView {
  return { index, leaf, entry: sealed, texts };
}

/** Only the name of a conversation there is goes on the record: anything else is text somebody typed. */
function askedFor(log: Store['log'], conversation: string): { readonly conversation?: string } {
  return log.entriesOf(conversation).length > 0 ? { conversation } : {};
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
