import { dirname, join } from 'node:path';
import type { KeyVault } from '../../privacy/key-vault.ts';
import { lockFile } from './data-lock.ts';
import { hasKeyTables, prepareKeyTables, rewrapRootSecret } from './key-tables.ts';
import {
  createMasterKeys,
  type MasterKey,
  type MasterKeys,
  newKey,
  unwrapKey,
  vouchFor,
  wrapKey,
} from './master-keys.ts';
import { openFile, type SqliteDatabase } from './open-database.ts';
import { StoreError } from './store-error.ts';

export interface RotationOptions {
  /** Opens what is there. */
  readonly from: KeyVault;
  /** Keeps the new master key; the same vault by default, under its next secret. */
  readonly to?: KeyVault;
  /** The secret data keys stood under before there were master keys, for a store of that time. */
  readonly fileSecret?: Buffer | undefined;
  /** Finishes what was cut off, and begins nothing. */
  readonly only?: 'unfinished';
  /** Data keys a transaction puts under the new master key: a running appliance waits no longer than for these. */
  readonly batch?: number;
}

export interface RotationReport {
  /** Data keys put under the new master key by this call. */
  readonly rewrapped: number;
  /** Data keys that do not open and were left as they are. */
  readonly damaged: number;
  /** Whether this call began the rotation, or finished one that was cut off; null where there was nothing to do. */
  readonly did: 'begun' | 'resumed' | null;
}

/** Some ten milliseconds of work. */
const BATCH = 500;

/**
 * Puts every data key under a new master key: both are valid until the last one is done, and `keys.db` says which wraps
 * what, so that it may be cut off at any moment and called again. A running appliance goes on reading and adding keys.
 *
 * @throws {StoreError} `store-in-use` while another rotation goes on, `master-key-other`, `vault-other`
 */
export function rotateMasterKey(file: string, options: RotationOptions): RotationReport {
  const lock = takeLock(file, options.only);
  if (lock === undefined) return { rewrapped: 0, damaged: 0, did: null };
  try {
    const database = openFile(file);
    try {
      return rotate(database, options);
    } finally {
      database.close();
    }
  } finally {
    lock.release();
  }
}

/** Who only looks for what was cut off need not wait for the one that is doing it. */
function takeLock(file: string, only: RotationOptions['only']): { release(): void } | undefined {
  try {
    return lockFile(
      join(dirname(file), 'rotation.lock'),
      'another rotation of the master key is going on; let it finish',
    );
  } catch (error) {
    if (only === 'unfinished' && error instanceof StoreError && error.code === 'store-in-use') return undefined;
    throw error;
  }
}

function rotate(
  database: SqliteDatabase,
  { from, to = from, only, fileSecret, batch = BATCH }: RotationOptions,
): RotationReport {
  const nothing = { rewrapped: 0, damaged: 0, did: null };
  if (only !== 'unfinished') prepareKeyTables(database, { vault: from, fileSecret });
  else if (!hasKeyTables(database)) return nothing;
  const masters = createMasterKeys(database, from, to);
  const [first, second] = masters.list();
  // Cut off after its last data key: only the secret of the vault is not in its place yet.
  if (first && !second) from.settle(first.wrapped);
  if (!second && only === 'unfinished') return nothing;
  const next = second ? masters.current() : beginRotation(database, masters, to);
  const counts = rewrapDataKeys(database, { masters, next, batch });
  endRotation(database, next);
  for (const { wrapped } of masters.list()) to.settle(wrapped);
  return { ...counts, did: second ? 'resumed' : 'begun' };
}

/** From here on every key that is made is under the new master key. */
function beginRotation(database: SqliteDatabase, masters: MasterKeys, to: KeyVault): MasterKey {
  const key = newKey();
  // Outside the transaction: the vault may take its time, and its next secret is on the disk before anything needs it.
  const wrapped = to.wrapNext(key);
  return database
    .transaction(() => {
      const before = masters.current();
      const next = { id: before.id + 1, key };
      masters.add(to.kind, wrapped, vouchFor(next, before.key));
      rewrapRootSecret(database, masters, next);
      return next;
    })
    .immediate();
}

interface Rewrapping {
  readonly masters: MasterKeys;
  readonly next: MasterKey;
  readonly batch: number;
}

interface StoredKey {
  readonly subject: string;
  readonly master: number;
  readonly wrapped: Buffer;
}

function rewrapDataKeys(database: SqliteDatabase, { masters, next, batch: limit }: Rewrapping) {
  const select = database.prepare<[string, number, number], StoredKey>(
    'SELECT subject, master, wrapped FROM data_keys WHERE subject > ? AND master <> ? ORDER BY subject LIMIT ?',
  );
  const update = database.prepare('UPDATE data_keys SET wrapped = ?, master = ? WHERE subject = ?');
  const rewrapBatch = database.transaction((after: string) => {
    const rows = select.all(after, next.id, limit);
    const whole = rows.filter((row) => rewrap(row));
    return { last: rows.at(-1)?.subject, rewrapped: whole.length, damaged: rows.length - whole.length };
  });
  const rewrap = ({ subject, master, wrapped }: StoredKey): boolean => {
    const key = tryUnwrap(() => unwrapKey({ id: master, key: masters.get(master) }, subject, wrapped));
    if (key === undefined) return false;
    update.run(wrapKey(next, subject, key), next.id, subject);
    return true;
  };
  const counts = { rewrapped: 0, damaged: 0 };
  for (let last: string | undefined = ''; last !== undefined; ) {
    const batch = rewrapBatch.immediate(last);
    counts.rewrapped += batch.rewrapped;
    counts.damaged += batch.damaged;
    last = batch.last;
  }
  return counts;
}

/** One that is damaged may be under a master key that an earlier rotation took away. */
function tryUnwrap(unwrap: () => Buffer): Buffer | undefined {
  try {
    return unwrap();
  } catch (error) {
    if (error instanceof StoreError && error.code === 'key-damaged') return undefined;
    throw error;
  }
}

/** Nothing is under the earlier master keys any more: they go, and with them every copy of what they had wrapped. */
function endRotation(database: SqliteDatabase, { id }: MasterKey): void {
  database.prepare('DELETE FROM master_keys WHERE id < ?').run(id);
  database.pragma('wal_checkpoint(TRUNCATE)');
}
