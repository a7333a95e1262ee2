import type { CosignatureChange, CosignatureStore } from '../../audit/cosignature-store.ts';
import type { StoredCheckpoint } from '../../audit/log-store.ts';
import type { SqliteDatabase } from './open-database.ts';
import { readPages } from './read-pages.ts';

/** Keeps cosignatures inside the transaction of their entry. */
export function createCosignatureWriter(database: SqliteDatabase): (change: CosignatureChange) => void {
  const insert = database.prepare(
    'INSERT INTO log_cosignatures (size, witness, time, line, at) VALUES (?, ?, ?, ?, ?)',
  );
  return function writeCosignatures({ size, cosignatures, at }) {
    for (const { witness, time, line } of cosignatures) insert.run(size, witness, time, line, at.toISOString());
  };
}

export function openCosignatureStore(database: SqliteDatabase): CosignatureStore {
  const checkpoint = database.prepare<[number], string>('SELECT note FROM log_checkpoints WHERE size = ?').pluck();
  const row = database.prepare<[number, string], number>(
    'SELECT 1 FROM log_cosignatures WHERE size = ? AND witness = ?',
  );
  // A witness whose clock is ahead makes nothing newer than it is here.
  const newest = database
    .prepare<[], number>(
      'SELECT max(min(time, unixepoch(at))) FROM log_cosignatures WHERE size = (SELECT max(size) FROM log_cosignatures)',
    )
    .pluck();
  const begun = database.prepare<[], number>('SELECT unixepoch(at) FROM log_entries WHERE idx = 0').pluck();
  return {
    findCheckpoint: (size) => checkpoint.get(size),
    has: (size, witness) => row.get(size, witness) !== undefined,
    unwitnessedSince: () => newest.get() ?? begun.get() ?? null,
  };
}

/** Checkpoints with the lines of all witnesses under them, in ascending order; none in a store of an earlier release. */
export function createCosignedList(database: SqliteDatabase): () => Iterable<StoredCheckpoint> {
  const isThere = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'log_cosignatures'").get() !== undefined;
  if (!isThere) return () => [];
  const cosignedFrom = database.prepare<[number, number], StoredCheckpoint>(
    `SELECT size, note || (SELECT group_concat(line, '' ORDER BY witness) FROM log_cosignatures AS one
       WHERE one.size = log_checkpoints.size) AS note
     FROM log_checkpoints WHERE size >= ? AND size IN (SELECT size FROM log_cosignatures) ORDER BY size LIMIT ?`,
  );
  return () => readPages(cosignedFrom, 0, (row) => row.size);
}
