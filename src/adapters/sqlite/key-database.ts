import { createHmac, randomBytes } from 'node:crypto';
import { wipeDataKey } from '../../privacy/derive-field-key.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { closeBytes, openBytes } from '../../privacy/value-box.ts';
import { type OpenOptions, openFile, type SqliteDatabase } from './open-database.ts';
import { StoreError, toStoreError } from './store-error.ts';
import { toApplianceError } from './to-appliance-error.ts';

export interface KeyDatabase extends SubjectKeys {
  /**
   * Pseudonym of a customer reference: the same reference gives the same one, and only with the master key. Whoever comes
   * back after an erasure is a new subject: tied to the first pseudonym, new data would undo what was promised.
   */
  subjectOf(reference: string): string;
  /** Every pseudonym the reference has had, the present one last. */
  subjectsOf(reference: string): readonly string[];
  /** Keyed hash of a request, so that a stored one tells nothing about its body. */
  requestHash(parts: readonly string[]): string;
  close(): void;
}

/** Keys kept unwrapped in memory, the latest used last. */
const KEPT_KEYS = 2_000;
/** Stored keys the master key is tried on when the database is opened. */
const SAMPLED_KEYS = 5;

/** @throws {StoreError} `master-key-other` where the stored keys were wrapped by another master key, and the codes of `openFile` */
export function openKeyDatabase(file: string, masterKey: Buffer, options: OpenOptions = {}): KeyDatabase {
  const database = openFile(file, options);
  prepareTable(database, masterKey);
  const find = database.prepare<[string], { wrapped: Buffer }>('SELECT wrapped FROM data_keys WHERE subject = ?');
  const insert = database.prepare('INSERT INTO data_keys (subject, wrapped) VALUES (?, ?)');
  const kept = new Map<string, Buffer>();
  const graves = prepareGraves(database);
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
  const subjectsOf = (reference: string): readonly string[] => {
    const subjects = [pseudonymOf(masterKey, reference, 0)];
    while (graves.has(subjects.at(-1) ?? '')) subjects.push(pseudonymOf(masterKey, reference, subjects.length));
    return subjects;
  };
  return {
    findKey,
    keyFor: function keyForSubject(subject) {
      const known = findKey(subject);
      if (known) return known;
      if (graves.has(subject)) throw new StoreError('key-erased', 'Cannot protect a value: its subject was erased');
      const key = randomBytes(32);
      try {
        insert.run(subject, closeBytes(masterKey, keyPlace(subject), key));
      } catch (error) {
        throw toApplianceError(error);
      }
      return keep(subject, key);
    },
    destroyKey: function destroySubjectKey(subject) {
      const held = kept.get(subject);
      if (held) wipeDataKey(held);
      kept.delete(subject);
      graves.dig(subject);
      truncateLog(database);
    },
    isDestroyed: graves.has,
    subjectOf: (reference) => subjectsOf(reference).at(-1) ?? '',
    subjectsOf,
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
      `CREATE TABLE IF NOT EXISTS data_keys (subject TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
       CREATE TABLE IF NOT EXISTS destroyed_keys (subject TEXT PRIMARY KEY) STRICT, WITHOUT ROWID`,
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

/** Tombstones of destroyed keys. Key and tombstone change places in one commit: no moment has both, none has neither. */
function prepareGraves(database: SqliteDatabase) {
  const find = database.prepare<[string], unknown>('SELECT 1 FROM destroyed_keys WHERE subject = ?').pluck();
  const remember = database.prepare('INSERT INTO destroyed_keys (subject) VALUES (?) ON CONFLICT DO NOTHING');
  const remove = database.prepare('DELETE FROM data_keys WHERE subject = ?');
  const bury = database.transaction((subject: string) => {
    remember.run(subject);
    remove.run(subject);
  });
  return {
    has: (subject: string): boolean => find.get(subject) !== undefined,
    dig: (subject: string): void => {
      try {
        bury.immediate(subject);
      } catch (error) {
        throw toStoreError(error);
      }
    },
  };
}

/** What was deleted is overwritten in its pages (`secure_delete`), and stands in the write-ahead log until that is cut. */
function truncateLog(database: SqliteDatabase): void {
  const [result] = database.pragma('wal_checkpoint(TRUNCATE)') as { readonly busy: number }[];
  if (result?.busy !== 0) {
    throw new StoreError(
      'store-in-use',
      'Cannot cut the log of the keys: somebody else is reading them; repeat the call, the key is already destroyed',
    );
  }
}

/** The first pseudonym of a reference has no number, as stores of earlier releases have it. */
function pseudonymOf(secret: Buffer, reference: string, epoch: number): string {
  const name = epoch === 0 ? `subject\0${reference}` : `subject\0${reference}\0${epoch}`;
  return `s_${createHmac('sha256', secret).update(name).digest('base64url').slice(0, 22)}`;
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
