import { setTimeout as sleep } from 'node:timers/promises';
import { ApplianceError } from '../../pipeline/appliance-error.ts';
import type { SqliteDatabase } from './open-database.ts';
import { toStoreError } from './store-error.ts';

/** Writing a file anew holds up everything else in this process: 14 ms per MB were measured on two busy cores. */
const QUICK_BYTES = 64 * 1024 * 1024;
const TRIES = 25;
const BETWEEN_TRIES_MS = 200;

/** Moves the write-ahead log into the database and cuts it to nothing. @throws {ApplianceError} `overloaded` while somebody reads on */
async function emptyWriteAheadLog(database: SqliteDatabase): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    if (checkpoint(database)) return;
    if (attempt === TRIES) {
      throw new ApplianceError('overloaded', 'Another program reads the database; what was begun is finished later');
    }
    await sleep(BETWEEN_TRIES_MS);
  }
}

/**
 * Writes every page anew, so that no gap of a page keeps a copy of a row that was moved and then deleted: overwriting on
 * deletion (`secure_delete`) does not reach those.
 *
 * @returns false for a file too large to do so while others wait, and where there is no room for a second copy
 * @throws {ApplianceError} `overloaded` while another program reads the file
 */
export async function rewriteFile(database: SqliteDatabase, atAnySize: boolean): Promise<boolean> {
  await emptyWriteAheadLog(database);
  const pages = Number(database.pragma('page_count', { simple: true }));
  const bytes = pages * Number(database.pragma('page_size', { simple: true }));
  if (bytes > QUICK_BYTES && !atAnySize) return false;
  if (!vacuum(database)) return false;
  await emptyWriteAheadLog(database);
  return true;
}

/** Tries once: waiting inside the driver would hold up the whole process. */
function checkpoint(database: SqliteDatabase): boolean {
  const patience = Number(database.pragma('busy_timeout', { simple: true }));
  database.pragma('busy_timeout = 0');
  try {
    const [row] = database.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[];
    return row?.busy !== 1;
  } finally {
    database.pragma(`busy_timeout = ${patience}`);
  }
}

function vacuum(database: SqliteDatabase): boolean {
  try {
    database.exec('VACUUM');
    return true;
  } catch (error) {
    if (toStoreError(error).code === 'store-full') return false;
    throw error;
  }
}
