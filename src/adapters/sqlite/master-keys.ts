import { randomBytes } from 'node:crypto';
import type { KeyVault, KeyVaultKind } from '../../privacy/key-vault.ts';
import { closeBytes, openBytes } from '../../privacy/value-box.ts';
import type { SqliteDatabase } from './open-database.ts';
import { StoreError } from './store-error.ts';

/** A key that wraps data keys. The one with the highest number is in force; others are there while it takes over. */
export interface MasterKey {
  readonly id: number;
  readonly key: Buffer;
}

export interface MasterKeys {
  /**
   * A master key of the chain that ends at the root secret: whoever can write to the file cannot put another beside it.
   *
   * @throws {StoreError} `key-damaged` for one that is not there or not of the chain, `master-key-other` where the vault
   * does not open it
   */
  get(id: number): Buffer;
  current(): MasterKey;
  /** Stores one more, as a vault wrapped it; called in a transaction. Answers its number. */
  add(kind: KeyVaultKind, wrapped: Buffer, voucher: Buffer | null): number;
  list(): readonly MasterKeyRow[];
}

export interface MasterKeyRow {
  readonly id: number;
  readonly vault: string;
  readonly wrapped: Buffer;
  /** Null for the first. */
  readonly voucher: Buffer | null;
}

/** Wrapped by the secret of the key file itself, as the first stores had it. */
export const NO_MASTER = 0;

/** The secret pseudonyms and request hashes hang on: it outlives every master key. No subject is called so. */
export const ROOT = '/root';

/** @param vaults one, or the two between which the master key is being moved */
export function createMasterKeys(database: SqliteDatabase, ...vaults: readonly KeyVault[]): MasterKeys {
  const list = database.prepare<[], MasterKeyRow>('SELECT * FROM master_keys ORDER BY id');
  const newest = database.prepare<[], number>('SELECT max(id) FROM master_keys').pluck();
  const insert = database.prepare('INSERT INTO master_keys (id, vault, wrapped, voucher) VALUES (?, ?, ?, ?)');
  const root = database.prepare<[string], RootRow>('SELECT master, wrapped FROM secrets WHERE name = ?');
  // One moment of both, whatever a rotation does meanwhile.
  const read = database.transaction(() => ({ rows: list.all(), root: root.get(ROOT) }));
  const kept = new Map<number, Buffer>();
  const get = (id: number): Buffer => {
    const known = kept.get(id);
    if (known) return known;
    const { rows, root: rootRow } = read();
    if (!rows.some((row) => row.id === id)) refuse('Cannot unwrap a data key: its master key is gone');
    const keys = rows.map((row) => ({ id: row.id, key: kept.get(row.id) ?? unwrapMaster(vaults, row) }));
    refuseBrokenChain(rows, keys);
    refuseOtherRoot(rootRow, keys);
    for (const one of keys) kept.set(one.id, one.key);
    return kept.get(id) ?? refuse('Cannot unwrap a data key: its master key is gone');
  };
  return {
    get,
    current: function currentMasterKey() {
      const id = newest.get() ?? NO_MASTER;
      return { id, key: get(id) };
    },
    add: function addMasterKey(kind, wrapped, voucher) {
      const id = (newest.get() ?? NO_MASTER) + 1;
      insert.run(id, kind, wrapped, voucher);
      return id;
    },
    list: () => list.all(),
  };
}

function unwrapMaster(vaults: readonly KeyVault[], row: MasterKeyRow): Buffer {
  const vault = vaults.find(({ kind }) => kind === row.vault);
  if (vault === undefined) {
    throw new StoreError(
      'vault-other',
      `Cannot open the keys: their master key is kept by the vault "${row.vault}"; set CONFIDANT_KEY_VAULT to it, or finish the move to another`,
    );
  }
  const key = vault.unwrap(row.wrapped);
  if (key !== undefined) return key;
  throw new StoreError(
    'master-key-other',
    'Cannot open the keys: the master key is not the one that wrapped them; bring back the first one',
  );
}

/** What stands beside a master key to show that whoever made it had the one before. */
export function vouchFor({ id, key }: MasterKey, before: Buffer): Buffer {
  return closeBytes(before, `master_keys/${id}`, key);
}

interface RootRow {
  readonly master: number;
  readonly wrapped: Buffer;
}

/** Every master key but the lowest has the one just before it beside it, and that one's word: a gap would be a way around it. */
function refuseBrokenChain(rows: readonly MasterKeyRow[], keys: readonly MasterKey[]): void {
  for (const [index, row] of rows.entries()) {
    const [before, own] = [keys[index - 1], keys[index]];
    if (before === undefined || own === undefined) continue;
    if (before.id !== row.id - 1) refuse('Cannot use a master key: the one before it is not there');
    refuseForeign(row, own.key, before.key);
  }
}

function refuseForeign({ id, voucher }: MasterKeyRow, key: Buffer, before: Buffer): void {
  const what = 'Cannot use a master key: the one before it does not vouch for it';
  try {
    if (voucher !== null && openBytes(before, `master_keys/${id}`, voucher).equals(key)) return;
  } catch (cause) {
    throw new StoreError('key-damaged', what, { cause });
  }
  refuse(what);
}

/** The root secret is what no stranger has wrapped: the chain of whoever cannot open it is another one. */
function refuseOtherRoot(root: RootRow | undefined, keys: readonly MasterKey[]): void {
  const master = keys.find(({ id }) => id === root?.master);
  if (root === undefined || master === undefined) {
    refuse('Cannot use a master key: the one the root secret is under is not there');
  }
  unwrapKey(master, ROOT, root.wrapped);
}

function refuse(what: string): never {
  throw new StoreError('key-damaged', what);
}

/** A wrapped key beside its master key; the place is bound into the box. */
export function wrapKey({ id, key }: MasterKey, subject: string, dataKey: Buffer): Buffer {
  return closeBytes(key, `data_keys/${id}/${subject}`, dataKey);
}

/** @throws {StoreError} `key-damaged` */
export function unwrapKey({ id, key }: MasterKey, subject: string, wrapped: Buffer): Buffer {
  try {
    return openBytes(key, id === NO_MASTER ? `data_keys/${subject}` : `data_keys/${id}/${subject}`, wrapped);
  } catch (error) {
    const what = 'Cannot unwrap a data key: it was changed, or another master key wrapped it';
    throw new StoreError('key-damaged', what, { cause: error });
  }
}

export function newKey(): Buffer {
  return randomBytes(32);
}
