import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError, toStoreError } from './store-error.ts';

export interface DataLock {
  release(): void;
}

/**
 * Keeps a data folder for one appliance: two writers would each sign a log of their own. The lock is an open exclusive
 * transaction on a file of its own, so the kernel takes it back however the process ends, and readers of the databases
 * are not in its way.
 *
 * @throws {StoreError} `store-in-use`, `store-unwritable`, `store-full`, `store-damaged`
 */
export function lockDataFolder(folder: string): DataLock {
  const why = 'another appliance is using it; stop that one or set CONFIDANT_DATA to another folder';
  return lockFile(join(folder, 'appliance.lock'), why);
}

/** Keeps a lock file of a folder for one process; `why` says who else may have it, and what to do. @throws as above */
export function lockFile(file: string, why: string): DataLock {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return lockWith(new Database(file, { timeout: 0 }));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')) throw toStoreError(error);
    throw new StoreError('store-in-use', `Cannot open the data folder "${folder}": ${why}`, { cause: error });
  }
}

function lockWith(database: Database.Database): DataLock {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return { release: () => void database.close() };
  } catch (error) {
    database.close();
    throw error;
  }
}
