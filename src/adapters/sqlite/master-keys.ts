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
  /** @throws {StoreError} `key-damaged` for one that is not there, `master-key-other` where the vault does not open it */
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

/** @param vaults one, or the two between which the master key is being moved */
export function createMasterKeys(database: SqliteDatabase, ...vaults: readonly KeyVault[]): MasterKeys {
  const find = database.prepare<[number], MasterKeyRow>('SELECT * FROM master_keys WHERE id = ?');
  const list = database.prepare<[], MasterKeyRow>('SELECT * FROM master_keys ORDER BY id');
  const newest = database.prepare<[], number>('SELECT max(id) FROM master_keys').pluck();
  const insert = database.prepare('INSERT INTO master_keys (id, vault, wrapped, voucher) VALUES (?, ?, ?, ?)');
  const kept = new Map<number, Buffer>();
  const get = (id: number): Buffer => {
    const known = kept.get(id);
    if (known) return known;
    const row = find.get(id);
    if (row === undefined) throw new StoreError('key-damaged', 'Cannot unwrap a data key: its master key is gone');
    const key = unwrapMaster(vaults, row);
    if (find.get(id - 1) !== undefined) refuseForeign(row, key, get(id - 1));
    kept.set(id, key);
    return key;
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

function refuseForeign({ id, voucher }: MasterKeyRow, key: Buffer, before: Buffer): void {
  try {
    if (voucher !== null && openBytes(before, `master_keys/${id}`, voucher).equals(key)) return;
  } catch (cause) {
    throw new StoreError('key-damaged', 'Cannot use a master key: the one before it does not vouch for it', { cause });
  }
  throw new StoreError('key-damaged', 'Cannot use a master key: the one before it does not vouch for it');
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
