import { z } from 'zod';
import { factKinds, type MemoryFact } from '../../conversation/memory-fact.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import type { MemoryChange, MemoryRecords } from '../../memory/memory-records.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { type BoxPlace, createFieldBoxes, type FieldBoxes } from './field-boxes.ts';
import type { SqliteDatabase } from './open-database.ts';
import { createDeletionNote } from './page-cleaning.ts';

interface FactRow {
  readonly id: string;
  readonly purpose: string;
  readonly conversation: string;
  readonly turn: number;
  readonly at: string;
  readonly expires_at: string;
  readonly box: Buffer;
}

/** A row another version wrote, or a kind that is remembered no more, is read as nothing. */
const boxedFact = z.strictObject({ kind: z.enum(factKinds), value: z.string() });

function placeOf(subject: string, id: string): BoxPlace {
  return { subject, field: 'memory_facts.box', row: [id] };
}

/** Finds a conversation whose customer is who they say they are. */
export function prepareProven(database: SqliteDatabase) {
  return database.prepare<[string], string>('SELECT id FROM proven_conversations WHERE id = ?').pluck();
}

/** Carries out changes of memory inside the transaction somebody else opened. */
export function createMemoryWriter(database: SqliteDatabase, keys: SubjectKeys): (change: MemoryChange) => void {
  const boxes = createFieldBoxes(keys);
  const insert = database.prepare(
    `INSERT INTO memory_facts (id, subject, purpose, conversation, turn, at, expires_at, box)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = database.prepare('DELETE FROM memory_facts WHERE subject = ? AND id = ?');
  const removeAll = database.prepare('DELETE FROM memory_facts WHERE subject = ?');
  // The entry that ends a consent keeps the words it was given to: nobody was shown others.
  const endConsents = database.prepare(
    `INSERT INTO consents (subject, conversation, purpose, basis, granted, notice_version, notice_language, keep_days, at, verified)
     SELECT subject, conversation, purpose, basis, 0, notice_version, notice_language, NULL, :at, 0 FROM consents
     WHERE number IN (SELECT max(number) FROM consents WHERE subject = :subject GROUP BY purpose) AND granted = 1`,
  );
  const noteDeletion = createDeletionNote(database);
  const removeFacts = (subject: string, facts: readonly string[]): void => {
    if (facts.length === 0) return;
    for (const id of facts) remove.run(subject, id);
    noteDeletion();
  };
  return function applyMemoryChange(change) {
    const { subject } = change;
    switch (change.kind) {
      case 'remember':
        removeFacts(subject, change.replaces);
        return void insert.run(...toFactRow(boxes, subject, change.fact));
      case 'forget':
        return removeFacts(subject, change.facts);
      case 'forget-subject':
        removeAll.run(subject);
        noteDeletion();
        return void endConsents.run({ subject, at: change.at.toISOString() });
    }
  };
}

function toFactRow(boxes: FieldBoxes, subject: string, fact: MemoryFact) {
  const { id, kind, value, purpose, source, at, expires } = fact;
  const box = boxes.closeText(placeOf(subject, id), JSON.stringify({ kind, value }));
  return [id, subject, purpose, source.conversation, source.turn, at.toISOString(), expires.toISOString(), box];
}

export function openMemoryRecords(database: SqliteDatabase, keys: SubjectKeys): MemoryRecords {
  const boxes = createFieldBoxes(keys);
  const facts = database.prepare<[string, string], FactRow>(
    'SELECT * FROM memory_facts WHERE subject = ? AND expires_at > ? ORDER BY at, id',
  );
  const expired = database.prepare<[string], { id: string; subject: string }>(
    'SELECT id, subject FROM memory_facts WHERE expires_at <= ? ORDER BY expires_at, id',
  );
  const proven = prepareProven(database);
  return {
    factsOf: async (subject, now) =>
      facts.all(subject, now.toISOString()).flatMap((row) => toFact(boxes, subject, row)),
    isProven: async (conversation) => proven.get(conversation) !== undefined,
    expired: async (now) => expired.all(now.toISOString()),
  };
}

function toFact(boxes: FieldBoxes, subject: string, row: FactRow): readonly MemoryFact[] {
  const text = boxes.openText(placeOf(subject, row.id), row.box);
  if (text === undefined) return [];
  const boxed = boxedFact.safeParse(parseJson(text));
  if (!boxed.success) return [];
  const { id, purpose, conversation, turn } = row;
  const times = { at: new Date(row.at), expires: new Date(row.expires_at) };
  return [{ id, ...boxed.data, purpose, source: { conversation, turn }, ...times }];
}
