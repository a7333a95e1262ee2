import type { ConsentEntry, ConsentNeed, ConsentRecords, ConsentScope } from '../../privacy/consent.ts';
import { isGranted } from '../../privacy/consent.ts';
import type { SqliteDatabase } from './open-database.ts';

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
  const forgetPurpose = database.prepare('DELETE FROM memory_facts WHERE subject = ? AND purpose = ?');
  // `at` is `toISOString`; the bound is written the same way, so that times compare as texts.
  const shorten = database.prepare(
    `UPDATE memory_facts SET expires_at = min(expires_at, strftime('%Y-%m-%dT%H:%M:%fZ', at, ? || ' days'))
     WHERE subject = ? AND purpose = ?`,
  );
  return function addConsent(entry) {
    const { subject, conversation, purpose, basis, granted, notice, keepDays, at, verified } = entry;
    const flags = { granted: granted ? 1 : 0, verified: verified ? 1 : 0 };
    insert.run(
      ...[subject, conversation, purpose, basis, flags.granted, notice.version, notice.language, keepDays],
      at.toISOString(),
      flags.verified,
    );
    if (!granted) forgetPurpose.run(subject, purpose);
    else if (keepDays !== null) shorten.run(keepDays, subject, purpose);
  };
}

/** Asks, inside a transaction, whether each purpose is granted at this moment by somebody who proved who they are. */
export function createConsentGuard(
  database: SqliteDatabase,
): (scope: ConsentScope, needs: readonly ConsentNeed[]) => boolean {
  const current = prepareCurrent(database);
  const verified = database.prepare<[string], number>('SELECT verified FROM conversations WHERE id = ?').pluck();
  return function mayRemember(scope, needs) {
    if (verified.get(scope.conversation) !== 1) return false;
    const entries = current.all(scope).map(toConsentEntry);
    return needs.every((need) => isGranted(entries, need));
  };
}

export function openConsentRecords(database: SqliteDatabase): ConsentRecords {
  const current = prepareCurrent(database);
  const history = database.prepare<[string], ConsentRow>('SELECT * FROM consents WHERE subject = ? ORDER BY number');
  return {
    current: async (scope) => current.all(scope).map(toConsentEntry),
    history: async (subject) => history.all(subject).map(toConsentEntry),
  };
}

function prepareCurrent(database: SqliteDatabase) {
  return database.prepare<[ConsentScope], ConsentRow>(
    `SELECT * FROM consents WHERE number IN (
       SELECT max(c.number) FROM consents c LEFT JOIN conversations k ON k.id = c.conversation
       WHERE c.subject = :subject AND (c.granted = 0 OR c.conversation = :conversation OR c.verified = 1 OR k.verified = 1)
       GROUP BY c.purpose
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
