import { z } from 'zod';
import { handoverReasons, priorities } from '../conversation/outcome.ts';
import type { RedactedText } from '../conversation/redacted-text.ts';
import { AuditError } from './audit-error.ts';
import { toCanonicalJson } from './canonical-json.ts';
import { isJsonObject } from './json-object.ts';
import { logAlarmCodes } from './log-alarm.ts';
import { segmentFields } from './segment.ts';

/** Who can act: the roles of keys, the appliance itself, and whoever runs its commands on the machine. */
const actorRoles = ['appliance', 'operator', 'kiosk', 'agent', 'reviewer', 'admin', 'auditor'] as const;

const name = z.string().min(1);
const count = z.int().nonnegative();
/** The only spelling of a time, so that one moment has one hash: `Date.prototype.toISOString`. */
const time = z.iso.datetime({ precision: 3 });

// What comes back out of the log was redacted before it went in, so reading gives it its type again.
const redacted = z.custom<RedactedText>((value) => typeof value === 'string');

const citation = z.strictObject({ passage: name, title: z.string(), version: name, updated: name, quote: z.string() });

const base = {
  /** Written today is 2, of which the log holds commitments in place of texts (`entry-texts.ts`); 1 held the texts. */
  v: z.union([z.literal(1), z.literal(2)]),
  at: time,
  /** `key` is the id of the API key, or of the part of the appliance that acted; never a secret. */
  actor: z.strictObject({ role: z.enum(actorRoles), key: name }),
};
const inConversation = { ...base, conversation: name };
const onHandover = { ...inConversation, handover: name };
/** `old` is null when nothing was in force yet. */
const changed = { ...base, old: name.nullable(), new: name };
const onSubject = { ...base, subject: name };
const signInMethod = z.enum(['password', 'oidc']);
const onAlert = { ...base, alert: name, rule: name, severity: name };
const onFacts = { subject: name, facts: z.array(name).min(1).readonly() };

const turn = z
  .strictObject({
    ...inConversation,
    kind: z.literal('turn'),
    turn: count,
    outcome: z.enum(['answered', 'clarifying', 'confirming', 'handed-over', 'with-person']),
    reason: z.enum(handoverReasons).optional(),
    handover: z.strictObject({ reference: name, queue: name, priority: z.enum(priorities) }).optional(),
    question: redacted,
    /** What the customer was told, with placeholders in place of personal data. */
    reply: z.string().optional(),
    mode: z.enum(['quoted', 'composed', 'scripted']).optional(),
    citations: z.array(citation).readonly(),
    /** Signals, values, thresholds, rules and findings as the stages give them: JSON only. */
    decision: z.record(z.string(), z.unknown()).refine(isJsonObject),
    /** What the decision was made of, so that it can be made again: JSON only. Turns of earlier releases have none. */
    record: z.record(z.string(), z.unknown()).refine(isJsonObject).optional(),
    versions: z.strictObject({
      policy: name,
      knowledge: name,
      textModel: name.optional(),
      embedModel: name,
      prompt: name.optional(),
    }),
    entityTypes: z.array(name).readonly(),
    receivedAt: time,
  })
  .refine((entry) => (entry.outcome === 'handed-over') === (entry.reason !== undefined), { path: ['reason'] });

const personReplied = z
  .strictObject({
    ...inConversation,
    kind: z.literal('person-replied'),
    /** The handover the first word opened, where none was open. */
    handover: name.optional(),
    text: redacted.optional(),
    /** False where a recogniser was down: the text is masked by the others alone. */
    redactionComplete: z.literal(false).optional(),
    /** Base64 of a salted hash, where the text itself is not for the log. */
    commitment: name.optional(),
  })
  .refine((entry) => entry.text !== undefined || entry.commitment !== undefined, { path: ['text'] });

const logEntry = z.discriminatedUnion('kind', [
  z.strictObject({
    ...inConversation,
    kind: z.literal('conversation-started'),
    channel: name,
    language: name,
    collection: name,
    subject: name,
    tier: name,
    verified: z.boolean(),
    /** Versions of the texts the customer was shown. */
    notice: name.optional(),
    disclosure: name.optional(),
  }),
  turn,
  z.strictObject({ ...inConversation, kind: z.literal('confirmation-answered'), step: name, accepted: z.boolean() }),
  /** On the disk before a system of record is called: what has no result later was cut off. `action` is its key. */
  z.strictObject({
    ...inConversation,
    kind: z.literal('action-started'),
    action: name,
    operation: name,
    risk: name,
    purpose: name,
    /** The step the customer said yes to. */
    consent: name.optional(),
  }),
  z.strictObject({ ...onHandover, kind: z.literal('handover-claimed'), note: redacted.optional() }),
  z.strictObject({ ...onHandover, kind: z.literal('handover-returned'), note: redacted.optional() }),
  z.strictObject({
    ...onHandover,
    kind: z.literal('handover-resolved'),
    resolution: redacted,
    assistantWasRight: z.boolean().optional(),
    because: redacted.optional(),
    correctedReply: redacted.optional(),
  }),
  z.strictObject({
    ...inConversation,
    kind: z.literal('takeover'),
    /** The handover the takeover opened, where none was open. */
    handover: name.optional(),
    note: redacted.optional(),
  }),
  personReplied,
  z.strictObject({
    ...inConversation,
    kind: z.literal('feedback-given'),
    csat: z.int().min(1).max(5).optional(),
    effort: z.int().min(1).max(7).optional(),
    resolved: z.boolean().optional(),
    comment: redacted.optional(),
  }),
  z.strictObject({ ...inConversation, kind: z.literal('conversation-closed'), cause: name.optional() }),
  z.strictObject({
    ...inConversation,
    kind: z.literal('consent'),
    subject: name,
    purpose: name,
    granted: z.boolean(),
    text: name.optional(),
    /** Language of the words that were shown, and days the subject wants things kept at most. */
    language: name.optional(),
    keepDays: count.optional(),
  }),
  // Facts by their id alone: that somebody has one of some kind is personal by itself.
  z.strictObject({ ...inConversation, kind: z.literal('memory-written'), turn: count, ...onFacts }),
  z.strictObject({ ...inConversation, kind: z.literal('memory-read'), ...onFacts }),
  z.strictObject({ ...inConversation, kind: z.literal('memory-deleted'), ...onFacts }),
  z.strictObject({ ...inConversation, kind: z.literal('value-revealed'), placeholder: name, reason: redacted }),
  /** Somebody asked for a value and did not get it; `cause` is a code. */
  z.strictObject({ ...base, kind: z.literal('reveal-refused'), cause: name, conversation: name.optional() }),
  z.strictObject({ ...base, kind: z.literal('signed-in'), method: signInMethod }),
  z.strictObject({ ...base, kind: z.literal('signed-out') }),
  /** `staff` is the account, where the attempt named one; what was typed is nowhere. */
  z.strictObject({
    ...base,
    kind: z.literal('sign-in-refused'),
    method: signInMethod,
    cause: name,
    staff: name.optional(),
  }),
  z.strictObject({ ...onSubject, kind: z.literal('subject-exported') }),
  z.strictObject({ ...onSubject, kind: z.literal('subject-corrected'), statement: name }),
  z.strictObject({ ...onSubject, kind: z.literal('erasure-requested'), erasure: name }),
  /** `records` are deleted rows by table. */
  z.strictObject({
    ...onSubject,
    kind: z.literal('subject-erased'),
    erasure: name.optional(),
    records: z.record(z.string(), count).optional(),
  }),
  z.strictObject({ ...onSubject, kind: z.literal('subject-held'), reason: redacted.optional() }),
  z.strictObject({ ...onSubject, kind: z.literal('subject-released') }),
  /** Data that reached the limit of its class. */
  z.strictObject({
    ...base,
    kind: z.literal('records-purged'),
    class: name,
    before: time,
    records: z.record(z.string(), count),
  }),
  z.strictObject({ ...changed, kind: z.literal('policy-changed') }),
  z.strictObject({ ...changed, kind: z.literal('knowledge-changed'), documents: z.array(name).readonly().optional() }),
  z.strictObject({
    ...base,
    kind: z.literal('log-read'),
    /** What was read, as a code: `entries`, `entry`, `proof`, `export`, … */
    what: name,
    conversation: name.optional(),
    index: count.optional(),
  }),
  z.strictObject({ ...base, kind: z.literal('segment-sealed'), ...segmentFields }),
  /** A watcher outside saw what does not go together. Checkpoints only where this log signed them, word for word. */
  z.strictObject({
    ...base,
    kind: z.literal('log-alarm'),
    code: z.enum(logAlarmCodes),
    held: name.optional(),
    shown: name.optional(),
  }),
  /** Witnesses outside cosigned the checkpoint of `size` entries; `time` is in seconds since 1970, by their own clock. */
  z.strictObject({
    ...base,
    kind: z.literal('checkpoint-witnessed'),
    size: count,
    witnesses: z
      .array(z.strictObject({ name, time: count }))
      .min(1)
      .readonly(),
  }),
  z.strictObject({ ...base, kind: z.literal('admin-act'), act: name, target: name.optional() }),
  z.strictObject({
    ...base,
    kind: z.literal('appliance-started'),
    version: name,
    policy: name.optional(),
    knowledge: name.optional(),
    /** SHA-256 of every model file in use, by model id. */
    models: z.record(z.string(), name).optional(),
  }),
  z.strictObject({ ...base, kind: z.literal('appliance-stopped'), cause: name.optional() }),
  /** The store is a backup of `size` entries again: what came after them up to `lost`, where that is known, is gone. */
  z.strictObject({
    ...base,
    kind: z.literal('log-restored'),
    backup: name,
    size: count,
    lost: z.strictObject({ size: count, root: name }).optional(),
  }),
  /** A rule of `alerts.yaml` held, and held no more; `alert` is the same in both. `cause`: `over`, `rule-gone`. */
  z.strictObject({ ...onAlert, kind: z.literal('alert-raised') }),
  z.strictObject({ ...onAlert, kind: z.literal('alert-cleared'), cause: name }),
  z.strictObject({ ...base, kind: z.literal('stop'), note: redacted.optional() }),
  z.strictObject({ ...base, kind: z.literal('resume'), note: redacted.optional() }),
]);

/** One line of the record: what happened, when (UTC, milliseconds), by whom, with nothing personal in it. */
export type LogEntry = z.infer<typeof logEntry>;

/**
 * Reads an entry that some version of the appliance wrote, or is about to write.
 *
 * @throws {AuditError} `entry-invalid`; names the field, never its value
 */
export function parseLogEntry(value: unknown): LogEntry {
  const parsed = logEntry.safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new AuditError('entry-invalid', `Cannot read log entry: field "${field}" is not as the format says`);
}

/**
 * The bytes that are hashed, stored and shown to an auditor: canonical JSON (RFC 8785) as UTF-8.
 *
 * @throws {AuditError} `entry-invalid` for what JSON cannot hold, such as half a surrogate pair
 */
export function entryBytes(entry: object): Uint8Array {
  return Buffer.from(toCanonicalJson(entry), 'utf8');
}

/** The conversation an entry is found by, or null. */
export function conversationOf(entry: object): string | null {
  return 'conversation' in entry && typeof entry.conversation === 'string' ? entry.conversation : null;
}
