import type { Entity } from '../conversation/redacted-text.ts';
import type { Caller, Role } from '../identity/roles.ts';
import type { SessionDesk } from '../identity/session-desk.ts';
import type { SignIn } from '../identity/sign-in.ts';
import type { ProviderSignIn } from '../identity/sign-in-by-provider.ts';
import type { WorkRank } from '../pipeline/admission.ts';
import type { Call, ConversationDesk, PeopleDesk } from '../pipeline/appliance.ts';
import type { ApplianceError } from '../pipeline/appliance-error.ts';
import type { RaiseLogAlarm } from '../pipeline/raise-log-alarm.ts';
import type { MemoryDesk } from '../pipeline/remembering/memory-desk.ts';
import type { RevealValue } from '../pipeline/reveal-value.ts';
import type { CorrectionView } from '../pipeline/subjects/correct-subject.ts';
import type { HoldView } from '../pipeline/subjects/hold-subject.ts';
import type { RetentionReport } from '../pipeline/subjects/run-retention.ts';
import type { RetentionWish } from '../pipeline/subjects/subject-ports.ts';
import type { WitnessCheckpoint } from '../pipeline/witness-checkpoint.ts';
import type { SignedCertificate } from '../privacy/erasure-certificate.ts';
import type { SubjectBundle } from '../privacy/subject-bundle.ts';
import type { Events } from '../telemetry/events.ts';
import type { Tracer } from '../telemetry/tracer.ts';

/** A value now or soon: stores here are synchronous, stores elsewhere need not be. */
type Soon<T> = T | Promise<T>;

/**
 * Everything the HTTP side needs, handed in by `compose.ts`; `http/` itself opens, reads and stores nothing.
 *
 * Every function may throw `ApplianceError`, which is answered with the status of its code (`problem.ts`). Anything else
 * that is thrown is answered 500 `internal` without a word of its message, and told to `observe.faultCaught`.
 */
export interface HttpPorts {
  /** Keeps a kiosk to the conversations its own key started: what it may not see is `conversation-not-found`. */
  readonly conversations: ConversationDesk;
  readonly people: PeopleDesk;
  /** One value to one person, on the record before it is read. */
  readonly reveal: RevealValue;
  readonly memory: MemoryDesk;
  readonly subjects: SubjectActs;
  readonly blocks: BuildingBlocks;
  readonly audit: AuditReader;
  readonly watchers: LogWatchers;
  /** Answers who holds a key, undefined when nobody does. */
  authenticate(bearer: string): Promise<Caller | undefined>;
  readonly staff: StaffSignIn;
  readonly alerts: AlertDesk;
  /** What `/readyz` tells without a key: few-valued words, no paths, no versions. */
  readiness(): Soon<Readiness>;
  /** Prometheus text exposition format, version 0.0.4. */
  metrics(): Promise<string>;
  /** The stop switch: on the record before it returns, every conversation with people within a second. */
  stop(call: Call): Promise<void>;
  /** Lets the assistant speak again. */
  resume(call: Call): Promise<void>;
  /** Why a call would be refused for want of room, before anybody reads it; null where it might get in. */
  refusalFor(rank: WorkRank): ApplianceError | null;
  /** Keyed hash that tells two requests under one `Idempotency-Key` apart; `body` is the text as it was sent. */
  requestHash(method: string, path: string, body: string): string;
  /** Folder of the built kiosk page with its `index.html`; null where none is built. */
  readonly pages: { readonly directory: string } | null;
  /** As `pages`, for the page people sign in at. */
  readonly staffPages: { readonly directory: string } | null;
  readonly limits: HttpLimits;
  now(): Date;
  /** Runs a request as the first span of its trace; answers what it answers. */
  readonly trace: Tracer['request'];
  /** A fresh id, unguessable and made of letters, digits, `_` and `-`. */
  newId(): string;
  readonly observe: Pick<Events, 'requestHandled' | 'faultCaught'>;
}

/** What the appliance tells of itself. */
export interface AlertDesk {
  /** Alerts that hold, then the latest that are over. */
  list(): Soon<readonly AlertView[]>;
  /** On the record before it returns; answers to how many webhooks a message is on its way. */
  test(call: Call): Promise<number>;
}

export interface AlertView {
  readonly id: string;
  readonly rule: string;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly text: string;
  readonly raisedAt: string;
  /** Null while it holds. */
  readonly clearedAt: string | null;
}

/** How people sign in to work; what their browser holds is a signed cookie. */
export interface StaffSignIn {
  readonly signIn: SignIn;
  readonly sessions: SessionDesk;
  readonly provider: ProviderSignIn;
  readonly cookieSecret: string;
  /** What people type into their browser; null where that is the appliance's own address. */
  readonly origin: string | null;
}

export interface HttpLimits {
  /** Largest request body. */
  readonly bodyBytes: number;
  /** Longest text of a customer or a person, in UTF-16 code units after the trim. */
  readonly messageCharacters: number;
  /** Per key. */
  readonly requestsPerMinute: number;
}

/** Limits of an appliance whose operator sets none. */
export const defaultHttpLimits: HttpLimits = {
  bodyBytes: 262_144,
  messageCharacters: 8_000,
  requestsPerMinute: 600,
};

/** What customers may ask about their data; an unknown subject is `subject-not-found`. */
export interface SubjectActs {
  export(reference: string, call: Call): Promise<{ readonly bundle: SubjectBundle; readonly page: string }>;
  erase(reference: string, call: Call): Promise<SignedCertificate>;
  hold(reference: string, reason: string, call: Call): Promise<HoldView>;
  release(reference: string, call: Call): Promise<HoldView>;
  correct(reference: string, statement: string, call: Call): Promise<CorrectionView>;
  retain(wish: RetentionWish, call: Call): Promise<RetentionReport>;
}

/** Stages by themselves, for systems that bring their own conversation. None of them stores what it is given. */
export interface BuildingBlocks {
  redact(text: string, language: string | null): Promise<RedactionView>;
  triage(text: string): Promise<Readonly<Record<string, unknown>>>;
  /** Leaves out what the role's audience may not see; `collection` null searches every one. */
  search(input: SearchInput): Promise<readonly FoundPassageView[]>;
  validate(input: ValidateInput): Promise<ValidationView>;
}

export interface RedactionView {
  readonly redacted: string;
  /** Offsets are UTF-16 code units of the text handed in. */
  readonly entities: readonly Entity[];
}

export interface SearchInput {
  readonly query: string;
  readonly collection: string | null;
  readonly limit: number;
  readonly role: Role;
}

export interface FoundPassageView {
  readonly passage: string;
  readonly document: string;
  readonly title: string;
  readonly text: string;
  /** 0–1. */
  readonly score: number;
  readonly updated: string;
  readonly ageDays: number;
  readonly stale: boolean;
}

export interface ValidateInput {
  readonly reply: string;
  readonly passages: readonly { readonly text: string }[];
  readonly question: string | null;
}

export interface ValidationView {
  readonly accepted: boolean;
  /** 0–1. */
  readonly grounded: number;
  readonly findings: readonly {
    readonly check: string;
    /** UTF-16 code units of the reply, `end` exclusive; null where the finding is about all of it. */
    readonly span: { readonly start: number; readonly end: number } | null;
    readonly detail: string;
  }[];
}

/** The log as auditors read it. Hashes and keys are base64. */
export interface AuditReader {
  /** Signed note, C2SP tlog-checkpoint. */
  checkpoint(): Soon<string>;
  /** Signed-note verifier key, one line, C2SP form. */
  verifierKey(): Soon<string>;
  /** `size` null asks about the tree as it stands. Throws `proof-out-of-range`. */
  inclusion(index: number, size: number | null): Soon<InclusionView>;
  /** `to` null asks about the tree as it stands. Throws `proof-out-of-range`. */
  consistency(from: number, to: number | null): Soon<ConsistencyView>;
  /** Throws `entry-not-found`. */
  entry(index: number): Soon<EntryView>;
  /** In the order of the log; an unknown conversation has none. */
  entriesOf(conversation: string): Soon<readonly EntryView[]>;
  /** A resource of the log in the layout of C2SP tlog-tiles, in pieces; `undefined` where there is none. */
  open(path: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Puts on the record that somebody read entries; durable before it returns, and before the entries are shown. */
  logRead(what: LogReading, call: Call): Soon<void>;
}

/** What those who watch the log from outside bring: each is on the record before it is answered. */
export interface LogWatchers {
  readonly raiseAlarm: RaiseLogAlarm;
  readonly witness: WitnessCheckpoint;
}

export type LogReading =
  /** `index` of a bundle or a segment is that of its first entry. */
  | { readonly kind: 'entry' | 'bundle' | 'segment'; readonly index: number }
  | { readonly kind: 'entries'; readonly conversation: string };

export interface InclusionView {
  readonly index: number;
  readonly size: number;
  readonly leaf: string;
  readonly hashes: readonly string[];
}

export interface ConsistencyView {
  readonly from: number;
  readonly to: number;
  readonly hashes: readonly string[];
}

export interface EntryView {
  readonly index: number;
  readonly leaf: string;
  /** As the log holds it: what `leaf` is the hash of. */
  readonly entry: object;
  /** The texts the entry has commitments of, by field. */
  readonly texts: Readonly<Record<string, EntryTextView>>;
}

/** `erased`: its key was destroyed. `changed`: what is kept beside the log is not what was committed to. */
export type EntryTextView =
  | { readonly state: 'held'; readonly text: string; readonly salt: string }
  | { readonly state: 'erased' | 'changed' };

export interface Readiness {
  readonly ready: boolean;
  readonly state: 'ready' | 'degraded' | 'starting' | 'stopping';
  /** Per part (`store`, `text-engine` …) a word for its state and, where it helps, a few-valued code. */
  readonly parts: Readonly<Record<string, { readonly state: string; readonly detail?: string }>>;
}
