import type { ConsentEntry, ConsentNeed, ConsentRecords, ConsentScope } from '../../privacy/consent.ts';
import { isGranted } from '../../privacy/consent.ts';
import { prepareProven } from './memory-rows.ts';
import type { SqliteDatabase } from './open-database.ts';
import { createDeletionNote } from './page-cleaning.ts';

interface ConsentRow {
  readonly subject: string;
  readonly conversation: string;
  readonly purpose: string;
  readonly basis: string;
  readonly granted: number;
  readonly notice_version: string;
  readonly notice_language: string;
  readonly keep_days: number | null;
  readonly at: string;
  readonly verified: number;
}

/** Adds entries inside the transaction somebody else opened. */
export function createConsentWriter(database: SqliteDatabase): (entry: ConsentEntry) => void {
  const insert = database.prepare(
    `INSERT INTO consents (subject, conversation, purpose, basis, granted, notice_version, notice_language, keep_days, at,
      verified) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const noteDeletion = createDeletionNote(database);
  const forgetPurpose = database.prepare('DELETE FROM memory_facts WHERE subject = ? AND purpose = ?');
  const shorten = prepareShorten(database);
  return function addConsent(entry) {
    const { subject, conversation, purpose, basis, granted, notice, keepDays, at, verified } = entry;
    const words = [notice.version, notice.language] as const;
    const row = [subject, conversation, purpose, basis, granted ? 1 : 0, ...words, keepDays] as const;
    insert.run(...row, at.toISOString(), verified ? 1 : 0);
    if (granted && keepDays !== null) shorten.run({ conversation });
    if (!granted && forgetPurpose.run(subject, purpose).changes > 0) noteDeletion();
  };
}

/**
 * Shortens what is remembered to the days chosen in a conversation, whose customer has to be proven: the wish of a stranger who
 * typed a reference ends nothing of its owner's.
 */
export function prepareShorten(database: SqliteDatabase) {
  // `at` is `toISOString`; the bound is written the same way, so that times compare as texts.
  return database.prepare<[{ conversation: string }]>(
    `UPDATE memory_facts AS f
     SET expires_at = min(f.expires_at, strftime('%Y-%m-%dT%H:%M:%fZ', f.at, c.keep_days || ' days'))
     FROM consents c
     WHERE c.subject = f.subject AND c.purpose = f.purpose AND c.granted = 1 AND c.keep_days IS NOT NULL
       AND c.number IN (SELECT max(number) FROM consents WHERE conversation = :conversation GROUP BY purpose)
       AND EXISTS (SELECT 1 FROM proven_conversations p WHERE p.id = :conversation)`,
  );
}

/** Asks, inside a transaction, whether each purpose is granted at this moment by somebody who proved who they are. */
export function createConsentGuard(
  database: SqliteDatabase,
): (scope: ConsentScope, needs: readonly ConsentNeed[]) => boolean {
  const current = prepareCurrent(database);
  const proven = prepareProven(database);
  return function mayRemember(scope, needs) {
    if (proven.get(scope.conversation) === undefined) return false;
    const entries = current.all(scope).map(toConsentEntry);
    return needs.every((need) => isGranted(entries, need));
  };
}

export function openConsentRecords(database: SqliteDatabase): ConsentRecords {
  const current = prepareCurrent(database);
  const history = database.prepare<[string], ConsentRow>('SELECT * FROM consents WHERE subject = ? ORDER BY number');
  const candidates = database.prepare<[string], { id: string; subject: string; started_at: string }>(
    `SELECT id, subject, started_at FROM conversations k
     WHERE EXISTS (SELECT 1 FROM consents c WHERE c.subject = k.subject AND c.purpose = ? AND c.granted = 1) ORDER BY id`,
  );
  return {
    conversationsUnder: async (need) =>
      candidates.all(need.purpose).flatMap(({ id, subject, started_at }) => {
        const entries = current.all({ subject, conversation: id }).map(toConsentEntry);
        const given = entries.find((entry) => entry.purpose === need.purpose);
        const isCovered = given !== undefined && (given.conversation === id || new Date(started_at) >= given.at);
        return isCovered && isGranted(entries, need) ? [id] : [];
      }),
    current: async (scope) => current.all(scope).map(toConsentEntry),
    history: async (subject) => history.all(subject).map(toConsentEntry),
  };
}

function prepareCurrent(database: SqliteDatabase) {
  return database.prepare<[ConsentScope], ConsentRow>(
    `SELECT * FROM consents WHERE number IN (
       SELECT max(number) FROM consents
       WHERE subject = :subject AND (granted = 0 OR conversation = :conversation OR verified = 1
         OR EXISTS (SELECT 1 FROM proven_conversations p WHERE p.id = consents.conversation))
       GROUP BY purpose
     ) ORDER BY purpose`,
  );
}

function toConsentEntry(row: ConsentRow): ConsentEntry {
  return {
    conversation: row.conversation,
    subject: row.subject,
    purpose: row.purpose,
    basis: row.basis,
    granted: row.granted === 1,
    notice: { version: row.notice_version, language: row.notice_language },
    keepDays: row.keep_days,
    at: new Date(row.at),
    verified: row.verified === 1,
  };
}
