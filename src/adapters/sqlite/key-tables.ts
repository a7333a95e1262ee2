import type { KeyVault } from '../../privacy/key-vault.ts';
import { createMasterKeys, type MasterKeys, NO_MASTER, newKey, ROOT, unwrapKey, wrapKey } from './master-keys.ts';
import type { SqliteDatabase } from './open-database.ts';
import { StoreError, toStoreError } from './store-error.ts';

/** Number of the tables below, in `user_version`. */
const VERSION = 1;
/** Stored keys the secret of the key file is tried on before all of them are wrapped anew. */
const SAMPLED_KEYS = 5;

const tables = `
CREATE TABLE IF NOT EXISTS data_keys (subject TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
ALTER TABLE data_keys ADD COLUMN master INTEGER NOT NULL DEFAULT ${NO_MASTER};
CREATE INDEX data_keys_by_master ON data_keys (master, subject);
CREATE TABLE IF NOT EXISTS destroyed_keys (subject TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
-- Wrapped by the vault. The one with the highest number is in force; others are there while it takes over. Who can write
-- here could have a vault with a public key wrap a key of their own: "voucher" is the key under the one before it.
CREATE TABLE master_keys (id INTEGER PRIMARY KEY, vault TEXT NOT NULL, wrapped BLOB NOT NULL, voucher BLOB) STRICT;
CREATE TABLE secrets (name TEXT PRIMARY KEY, master INTEGER NOT NULL, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
`;

interface WrappedRow {
  readonly subject: string;
  readonly wrapped: Buffer;
}

/** What the tables are brought up to date with. */
export interface KeyTableOptions {
  readonly vault: KeyVault;
  /** The secret data keys stood under before there were master keys; undefined where no store was that old. */
  readonly fileSecret: Buffer | undefined;
}

/**
 * Makes the tables, or brings an older store's up to date, in one transaction: every data key it holds is wrapped anew.
 *
 * @throws {StoreError} `master-key-other`, `store-newer`
 */
export function prepareKeyTables(database: SqliteDatabase, options: KeyTableOptions): void {
  try {
    database
      .transaction(() => {
        const version = versionOf(database);
        if (version > VERSION) {
          throw new StoreError('store-newer', 'Cannot open the keys: a later version of the appliance wrote them');
        }
        if (version === VERSION) return;
        database.exec(tables);
        begin(database, options);
        database.pragma(`user_version = ${VERSION}`);
      })
      .immediate();
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Whether the tables are those of today. */
export function hasKeyTables(database: SqliteDatabase): boolean {
  return versionOf(database) === VERSION;
}

function versionOf(database: SqliteDatabase): number {
  return Number(database.pragma('user_version', { simple: true }));
}

function begin(database: SqliteDatabase, { vault, fileSecret }: KeyTableOptions): void {
  const key = newKey();
  const id = createMasterKeys(database, vault).add(vault.kind, vault.wrap(key), null);
  const rows = database.prepare<[], WrappedRow>('SELECT subject, wrapped FROM data_keys').all();
  if (rows.length > 0) refuseOtherSecret(rows, fileSecret);
  const root = (rows.length > 0 ? fileSecret : undefined) ?? newKey();
  database
    .prepare('INSERT INTO secrets (name, master, wrapped) VALUES (?, ?, ?)')
    .run(ROOT, id, wrapKey({ id, key }, ROOT, root));
  if (fileSecret === undefined) return;
  const update = database.prepare('UPDATE data_keys SET wrapped = ?, master = ? WHERE subject = ?');
  const before = { id: NO_MASTER, key: fileSecret };
  for (const { subject, wrapped } of rows) {
    const dataKey = tryUnwrap(() => unwrapKey(before, subject, wrapped));
    // One that was damaged stays as it is, and says so when it is asked for.
    if (dataKey) update.run(wrapKey({ id, key }, subject, dataKey), id, subject);
  }
}

/** Better no start than an appliance that can read nothing it has stored. */
function refuseOtherSecret(rows: readonly WrappedRow[], fileSecret: Buffer | undefined): void {
  const before = fileSecret && { id: NO_MASTER, key: fileSecret };
  const sample = rows.slice(0, SAMPLED_KEYS);
  if (before && sample.some(({ subject, wrapped }) => tryUnwrap(() => unwrapKey(before, subject, wrapped)))) return;
  throw new StoreError(
    'master-key-other',
    'Cannot open the keys: the master key is not the one that wrapped them; bring back the first one',
  );
}

function tryUnwrap(unwrap: () => Buffer): Buffer | undefined {
  try {
    return unwrap();
  } catch {
    return undefined;
  }
}

/** @throws {StoreError} `key-damaged`, `master-key-other`, `vault-other` */
export function readRootSecret(database: SqliteDatabase, masters: MasterKeys): Buffer {
  const row = database
    .prepare<[string], { master: number; wrapped: Buffer }>('SELECT master, wrapped FROM secrets WHERE name = ?')
    .get(ROOT);
  if (row === undefined) throw new StoreError('key-damaged', 'Cannot read the keys: their root secret is gone');
  return unwrapKey({ id: row.master, key: masters.get(row.master) }, ROOT, row.wrapped);
}

/** Puts the root secret under another master key; called in a transaction. */
export function rewrapRootSecret(database: SqliteDatabase, masters: MasterKeys, to: { id: number; key: Buffer }): void {
  const wrapped = wrapKey(to, ROOT, readRootSecret(database, masters));
  database.prepare('UPDATE secrets SET master = ?, wrapped = ? WHERE name = ?').run(to.id, wrapped, ROOT);
}
