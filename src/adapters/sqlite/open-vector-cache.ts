import { rmSync } from 'node:fs';
import { openFile, type SqliteDatabase } from './open-database.ts';
import { StoreError, toStoreError } from './store-error.ts';

/** The table of the appliance's own database, in a file that may be thrown away. */
const TABLE = `CREATE TABLE IF NOT EXISTS example_vectors (
  model TEXT NOT NULL,
  text_hash BLOB NOT NULL,
  vector BLOB NOT NULL,
  PRIMARY KEY (model, text_hash)
) STRICT, WITHOUT ROWID`;

const DAMAGED = 'Cannot read the cache of vectors: its file is damaged';

/**
 * Opens a file of vectors for `rememberVectors`, beside a running appliance too. One that is damaged is begun anew.
 *
 * @throws {StoreError} where the file cannot be written
 */
export function openVectorCache(file: string): SqliteDatabase {
  try {
    return openTable(file);
  } catch (error) {
    if (toStoreError(error).code !== 'store-damaged') throw toStoreError(error);
    for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
    return openTable(file);
  }
}

function openTable(file: string): SqliteDatabase {
  const database = openFile(file);
  try {
    // A page that is cut off reads as zeros, without a fault.
    if (database.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new StoreError('store-damaged', DAMAGED);
    database.exec(TABLE);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
