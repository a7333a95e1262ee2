import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
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
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const database = new Database(join(folder, 'appliance.lock'), { timeout: 0 });
    return lockWith(database);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')) throw toStoreError(error);
    throw new StoreError(
      'store-in-use',
      `Cannot open the data folder "${folder}": another appliance is using it; stop that one or set CONFIDANT_DATA to another folder`,
      { cause: error },
    );
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
