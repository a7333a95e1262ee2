import { chmodSync, closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openDatabaseForReading } from './open-database.ts';
import { toStoreError } from './store-error.ts';

/** Pages copied at a time: about 4 MB, a few milliseconds, between which progress is told. */
const PAGES = 1_000;

/**
 * Copies a database as it stands at one moment, beside whoever writes it: the copy is one file, without a write-ahead log,
 * and on the disk when this returns. Writers go on meanwhile; what they write stands in their write-ahead log until then.
 *
 * @throws {StoreError}
 */
export async function copyDatabase(from: string, to: string, onProgress?: (share: number) => void): Promise<void> {
  const source = openDatabaseForReading(from);
  try {
    // One open transaction is one moment: without it every commit of somebody else would begin the copy again.
    source.exec('BEGIN');
    source.prepare('SELECT count(*) FROM sqlite_schema').get();
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress?.(totalPages === 0 ? 1 : 1 - remainingPages / totalPages);
        return PAGES;
      },
    });
    leaveWriteAheadLog(to);
  } catch (error) {
    throw toStoreError(error);
  } finally {
    source.close();
  }
}

/** Else the copy could be read only where files may be made beside it. Its owner alone may read it. */
function leaveWriteAheadLog(file: string): void {
  chmodSync(file, 0o600);
  const copy = new Database(file);
  copy.pragma('journal_mode = DELETE');
  copy.close();
  const handle = openSync(file, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
