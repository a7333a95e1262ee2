import { createHmac } from 'node:crypto';
import { ApplianceError } from '../../pipeline/appliance-error.ts';
import { wipeDataKey } from '../../privacy/derive-field-key.ts';
import type { KeyVault } from '../../privacy/key-vault.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { prepareKeyTables, readRootSecret } from './key-tables.ts';
import { createMasterKeys, type MasterKeys, newKey, unwrapKey, wrapKey } from './master-keys.ts';
import { type OpenOptions, openDatabaseForReading, openFile, type SqliteDatabase } from './open-database.ts';
import { rewriteFile } from './rewrite-file.ts';
import { StoreError } from './store-error.ts';
import { toApplianceError } from './to-appliance-error.ts';

export interface KeyDatabase extends SubjectKeys {
  /**
   * Pseudonym of a customer reference: the same reference gives the same one, whatever the master key. Whoever comes
   * back after an erasure is a new subject: tied to the first pseudonym, new data would undo what was promised.
   */
  subjectOf(reference: string): string;
  /** Every pseudonym the reference has had, the present one last. */
  subjectsOf(reference: string): readonly string[];
  /** Keyed hash of a request, so that a stored one tells nothing about its body. */
  requestHash(parts: readonly string[]): string;
  /** Leaves nothing of destroyed keys in the file; as `rewriteFile`. */
  rewrite(atAnySize: boolean): Promise<boolean>;
  close(): void;
}

export interface KeyDatabaseOptions extends OpenOptions {
  /** The secret data keys stood under before there were master keys, for a store of that time. */
  readonly fileSecret?: Buffer | undefined;
}

/** Keys kept unwrapped in memory, the latest used last. */
const KEPT_KEYS = 2_000;

interface WrappedKey {
  readonly wrapped: Buffer;
  readonly master: number;
}

/**
 * Opens the keys: data keys wrapped by a master key, which the vault wraps.
 *
 * @throws {StoreError} `master-key-other` or `vault-other` where the vault does not open the master key, `key-damaged`, and
 * the codes of `openFile` @throws {PrivacyError} `vault-failed`, `master-key-invalid`
 */
export function openKeyDatabase(file: string, vault: KeyVault, options: KeyDatabaseOptions = {}): KeyDatabase {
  const database = openFile(file, options);
  try {
    prepareKeyTables(database, { vault, fileSecret: options.fileSecret });
    const masters = createMasterKeys(database, vault);
    return createKeys(database, masters, readRootSecret(database, masters));
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens a copy of the keys to look at it; it is not changed, and gives no key to a new subject. @throws as {@link openKeyDatabase} */
export function openKeysForReading(file: string, vault: KeyVault): KeyDatabase {
  const database = openDatabaseForReading(file);
  try {
    const masters = createMasterKeys(database, vault);
    return createKeys(database, masters, readRootSecret(database, masters));
  } catch (error) {
    database.close();
    throw error;
  }
}

function createKeys(database: SqliteDatabase, masters: MasterKeys, root: Buffer): KeyDatabase {
  const graves = prepareGraves(database);
  const kept = createKeptKeys();
  const readKey = prepareKeyReader(database, masters);
  const addKey = prepareKeyWriter(database, masters);
  const findKey = (subject: string): Buffer | undefined => {
    const known = kept.get(subject);
    if (known) return known;
    const key = readKey(subject);
    return key && kept.keep(subject, key);
  };
  const subjectsOf = (reference: string): readonly string[] => {
    const subjects = [pseudonymOf(root, reference, 0)];
    while (graves.has(subjects.at(-1) ?? '')) subjects.push(pseudonymOf(root, reference, subjects.length));
    return subjects;
  };
  return {
    findKey,
    keyFor: function keyForSubject(subject) {
      const known = findKey(subject);
      if (known) return known;
      if (graves.has(subject)) throw new StoreError('key-erased', 'Cannot protect a value: its subject was erased');
      const key = newKey();
      addKey(subject, key);
      return kept.keep(subject, key);
    },
    destroyKey: function destroySubjectKey(subject) {
      kept.wipe(subject);
      graves.dig(subject);
      truncateLog(database);
    },
    isDestroyed: graves.has,
    subjectOf: (reference) => subjectsOf(reference).at(-1) ?? '',
    subjectsOf,
    requestHash: (parts) =>
      createHmac('sha256', root)
        .update(`request\0${parts.join('\0')}`)
        .digest('base64url'),
    rewrite: (atAnySize) => rewriteFile(database, atAnySize),
    close: () => database.close(),
  };
}

function createKeptKeys() {
  const kept = new Map<string, Buffer>();
  return {
    get: (subject: string): Buffer | undefined => kept.get(subject),
    keep: function keepKey(subject: string, key: Buffer): Buffer {
      kept.delete(subject);
      kept.set(subject, key);
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT_KEYS) break;
        kept.delete(oldest);
      }
      return key;
    },
    wipe: function wipeKey(subject: string): void {
      const held = kept.get(subject);
      if (held) wipeDataKey(held);
      kept.delete(subject);
    },
  };
}

function prepareKeyReader(database: SqliteDatabase, masters: MasterKeys): (subject: string) => Buffer | undefined {
  const find = database.prepare<[string], WrappedKey>('SELECT wrapped, master FROM data_keys WHERE subject = ?');
  const read = database.transaction((subject: string): Buffer | undefined => {
    const row = find.get(subject);
    return row && unwrapKey({ id: row.master, key: masters.get(row.master) }, subject, row.wrapped);
  });
  // One transaction sees the key and the master key that wraps it, whatever a rotation does meanwhile.
  return (subject) => read(subject);
}

function prepareKeyWriter(database: SqliteDatabase, masters: MasterKeys): (subject: string, key: Buffer) => void {
  const insert = database.prepare('INSERT INTO data_keys (subject, master, wrapped) VALUES (?, ?, ?)');
  const add = database.transaction((subject: string, key: Buffer): void => {
    // The master key in force at this very moment: another process may have put the next one in its place.
    const master = masters.current();
    insert.run(subject, master.id, wrapKey(master, subject, key));
  });
  return function addKey(subject, key) {
    try {
      add.immediate(subject, key);
    } catch (error) {
      throw toApplianceError(error);
    }
  };
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
        throw toApplianceError(error);
      }
    },
  };
}

/** What was deleted is overwritten in its pages (`secure_delete`), and stands in the write-ahead log until that is cut. */
function truncateLog(database: SqliteDatabase): void {
  const [result] = database.pragma('wal_checkpoint(TRUNCATE)') as { readonly busy: number }[];
  if (result?.busy !== 0) {
    throw new ApplianceError(
      'overloaded',
      'Another program reads the keys; what was begun is finished when this is asked again',
    );
  }
}

/** The first pseudonym of a reference has no number, as stores of earlier releases have it. */
function pseudonymOf(secret: Buffer, reference: string, epoch: number): string {
  const name = epoch === 0 ? `subject\0${reference}` : `subject\0${reference}\0${epoch}`;
  return `s_${createHmac('sha256', secret).update(name).digest('base64url').slice(0, 22)}`;
}
