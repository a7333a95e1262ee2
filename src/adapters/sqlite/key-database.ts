import { createHmac, randomBytes } from 'node:crypto';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { closeBytes, openBytes } from '../../privacy/value-box.ts';
import { openFile, type SqliteDatabase } from './open-database.ts';
import { StoreError, toStoreError } from './store-error.ts';
import { toApplianceError } from './to-appliance-error.ts';

export interface KeyDatabase extends SubjectKeys {
  /** Pseudonym of a customer reference: the same reference gives the same one, and only with the master key. */
  subjectOf(reference: string): string;
  /** Keyed hash of a request, so that a stored one tells nothing about its body. */
  requestHash(parts: readonly string[]): string;
  close(): void;
}

/** Keys kept unwrapped in memory, the latest used last. */
const KEPT_KEYS = 2_000;
/** Stored keys the master key is tried on when the database is opened. */
const SAMPLED_KEYS = 5;

/** @throws {StoreError} `master-key-other` where the stored keys were wrapped by another master key, and the codes of `openFile` */
export function openKeyDatabase(file: string, masterKey: Buffer): KeyDatabase {
  const database = openFile(file);
  prepareTable(database, masterKey);
  const find = database.prepare<[string], { wrapped: Buffer }>('SELECT wrapped FROM data_keys WHERE subject = ?');
  const insert = database.prepare('INSERT INTO data_keys (subject, wrapped) VALUES (?, ?)');
  const kept = new Map<string, Buffer>();
  const keep = (subject: string, key: Buffer): Buffer => {
    kept.delete(subject);
    kept.set(subject, key);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_KEYS) break;
      kept.delete(oldest);
    }
    return key;
  };
  const findKey = (subject: string): Buffer | undefined => {
    const known = kept.get(subject);
    if (known) return known;
    const row = find.get(subject);
    return row && keep(subject, unwrap(masterKey, subject, row.wrapped));
  };
  return {
    findKey,
    keyFor: function keyForSubject(subject) {
      const known = findKey(subject);
      if (known) return known;
      const key = randomBytes(32);
      try {
        insert.run(subject, closeBytes(masterKey, keyPlace(subject), key));
      } catch (error) {
        throw toApplianceError(error);
      }
      return keep(subject, key);
    },
    subjectOf: (reference) =>
      `s_${createHmac('sha256', masterKey).update(`subject\0${reference}`).digest('base64url').slice(0, 22)}`,
    requestHash: (parts) =>
      createHmac('sha256', masterKey)
        .update(`request\0${parts.join('\0')}`)
        .digest('base64url'),
    close: () => database.close(),
  };
}

/** Looks at some stored keys, so that one damaged row is not taken for another master key: better no start than an appliance that can read nothing it has stored. */
function prepareTable(database: SqliteDatabase, masterKey: Buffer): void {
  try {
    database.exec(
      'CREATE TABLE IF NOT EXISTS data_keys (subject TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID',
    );
    const rows = database
      .prepare<[number], { subject: string; wrapped: Buffer }>('SELECT subject, wrapped FROM data_keys LIMIT ?')
      .all(SAMPLED_KEYS);
    if (rows.length > 0 && !rows.some((row) => opens(masterKey, row.subject, row.wrapped))) {
      throw new StoreError(
        'master-key-other',
        'Cannot open the keys: the master key is not the one that wrapped them; bring back the first one',
      );
    }
  } catch (error) {
    database.close();
    throw toStoreError(error);
  }
}

/** Place of a wrapped key, bound into its box. */
function keyPlace(subject: string): string {
  return `data_keys/${subject}`;
}

function unwrap(masterKey: Buffer, subject: string, wrapped: Buffer): Buffer {
  try {
    return openBytes(masterKey, keyPlace(subject), wrapped);
  } catch (error) {
    const what = 'Cannot unwrap a data key: it was changed, or another master key wrapped it';
    throw new StoreError('key-damaged', what, { cause: error });
  }
}

function opens(masterKey: Buffer, subject: string, wrapped: Buffer): boolean {
  try {
    return unwrap(masterKey, subject, wrapped).length > 0;
  } catch {
    return false;
  }
}
