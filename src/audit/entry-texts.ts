import { erasedText } from '../conversation/erased-text.ts';
import { parseJson } from '../conversation/parse-json.ts';
import type { RedactedText } from '../conversation/redacted-text.ts';
import { AuditError } from './audit-error.ts';
import { toCanonicalJson } from './canonical-json.ts';
import { commitmentSchema, isCommitted, toCommitment } from './commitment.ts';
import { type LogEntry, parseLogEntry } from './entry-format.ts';

type Kind = LogEntry['kind'];

/** Fields of an entry the format has as redacted text. */
type RedactedFieldOf<Entry> = {
  [Field in keyof Entry]-?: NonNullable<Entry[Field]> extends RedactedText ? Field : never;
}[keyof Entry];
type RedactedField<One extends Kind> = RedactedFieldOf<Extract<LogEntry, { kind: One }>>;

/**
 * Fields that hold words of a customer or a person, by kind of entry: every redacted text the format knows, or this does
 * not compile; and of a turn what was said and decided, which may quote what was written or done.
 */
const textFields: {
  readonly [One in Kind as [RedactedField<One>] extends [never] ? never : One]: Readonly<
    Record<RedactedField<One>, true>
  >;
} & { readonly turn: { readonly reply: true; readonly decision: true; readonly record: true } } = {
  turn: { question: true, reply: true, decision: true, record: true },
  'handover-claimed': { note: true },
  'handover-returned': { note: true },
  'handover-resolved': { resolution: true, because: true, correctedReply: true },
  takeover: { note: true },
  'person-replied': { text: true },
  'feedback-given': { comment: true },
  'value-revealed': { reason: true },
  'subject-held': { reason: true },
  stop: { note: true },
  resume: { note: true },
};

/** Fields that are no text: their canonical JSON is what is committed to. */
const jsonFields: ReadonlySet<string> = new Set(['decision', 'record']);

/**
 * An entry as the log holds it: of version 2 with `{commitment}` in place of every text, or of version 1 with its texts, as
 * earlier appliances wrote it. It can be read, hashed and proven for ever; the texts only while their key is there.
 */
export type SealedEntry = { readonly v: 1 | 2; readonly kind: Kind; readonly at: string } & Readonly<
  Record<string, unknown>
>;

/** A text that was taken out of an entry, with what opens its commitment. */
export interface EntryText {
  readonly field: string;
  readonly salt: Uint8Array;
  readonly text: string;
}

/** A text of an entry as it can be read now; `changed`: what is kept beside the log is not what was committed to. */
export type OpenedText =
  | { readonly state: 'held'; readonly text: string; readonly salt: string }
  | { readonly state: 'erased' | 'changed' };

/** Takes the texts out of an entry. @throws {AuditError} `entry-invalid` for what JSON cannot hold */
export function sealEntry(
  entry: LogEntry,
  newSalt: () => Uint8Array,
): { readonly sealed: SealedEntry; readonly texts: readonly EntryText[] } {
  const texts: EntryText[] = [];
  const fields: Record<string, unknown> = { ...entry };
  for (const field of fieldsOf(entry)) {
    const value = fields[field];
    if (value === undefined) continue;
    const text = typeof value === 'string' ? value : toCanonicalJson(value);
    const salt = newSalt();
    fields[field] = toCommitment(salt, text);
    texts.push({ field, salt, text });
  }
  const { kind, at } = entry;
  return { sealed: { ...fields, v: 2, kind, at }, texts };
}

/**
 * Reads an entry that stands in the log. Commitments are held against the format in place of the texts they stand for.
 *
 * @throws {AuditError} `entry-invalid`; names the field, never its value
 */
export function parseSealedEntry(value: unknown): SealedEntry {
  if (typeof value !== 'object' || value === null || !('v' in value) || value.v !== 2) return parseLogEntry(value);
  const fields: Record<string, unknown> = { ...value };
  const { kind, at } = parseLogEntry(withStandIns(fields));
  return { ...fields, v: 2, kind, at };
}

function withStandIns(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const whole: Record<string, unknown> = { ...fields };
  for (const field of fieldsOf(fields)) {
    if (whole[field] === undefined) continue;
    // A text in a version that has none would escape erasure.
    if (!commitmentSchema.safeParse(whole[field]).success) {
      throw new AuditError('entry-invalid', `Cannot read log entry: field "${field}" is no commitment`);
    }
    whole[field] = jsonFields.has(field) ? {} : '';
  }
  return whole;
}

/** Puts the texts that are still there back in their places. */
export function openEntry(
  sealed: SealedEntry,
  findText: (field: string) => EntryText | undefined,
): { readonly entry: LogEntry; readonly texts: Readonly<Record<string, OpenedText>> } {
  const whole: Record<string, unknown> = { ...sealed };
  const texts: Record<string, OpenedText> = {};
  if (sealed.v === 1) return { entry: parseLogEntry(whole), texts };
  for (const field of fieldsOf(sealed)) {
    const committed = commitmentSchema.safeParse(sealed[field]);
    if (!committed.success) continue;
    const kept = findText(field);
    const opened = openText(kept, kept !== undefined && isCommitted(committed.data, kept.salt, kept.text));
    texts[field] = opened;
    whole[field] = toField(field, opened);
  }
  return { entry: parseLogEntry(whole), texts };
}

function openText(kept: EntryText | undefined, isSame: boolean): OpenedText {
  if (kept === undefined) return { state: 'erased' };
  if (!isSame) return { state: 'changed' };
  return { state: 'held', text: kept.text, salt: Buffer.from(kept.salt).toString('base64') };
}

function toField(field: string, opened: OpenedText): unknown {
  if (opened.state !== 'held') return jsonFields.has(field) ? { [opened.state]: true } : toStandIn(opened.state);
  return jsonFields.has(field) ? parseJson(opened.text) : opened.text;
}

function toStandIn(state: 'erased' | 'changed'): string {
  return state === 'erased' ? erasedText : '[changed since it was recorded]';
}

const fieldsByKind = new Map<unknown, readonly string[]>(
  Object.entries(textFields).map(([kind, fields]) => [kind, Object.keys(fields)]),
);

function fieldsOf({ kind }: { readonly kind?: unknown }): readonly string[] {
  return fieldsByKind.get(kind) ?? [];
}
