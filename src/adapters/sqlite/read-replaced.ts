import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findLatestCheckpoint, listDestroyedKeys } from './check-copy.ts';
import { openDatabaseForReading, type SqliteDatabase } from './open-database.ts';

/** What a data folder that is to be replaced still tells. */
export interface ReplacedStore {
  /** The latest checkpoint; undefined where the log cannot be read. */
  readonly checkpoint: string | undefined;
  /** Whether its log goes on from the backup's. */
  readonly continues: boolean;
  /** Entries after those of the backup, by kind. */
  readonly lost: Readonly<Record<string, number>>;
  /** Subjects whose keys were destroyed; undefined where that cannot be read. */
  readonly destroyed: readonly string[] | undefined;
}

/** Reads what may be damaged: what cannot be read is undefined, never a fault. */
export function readReplaced(
  data: string,
  backup: { readonly size: number; readonly checkpoint: string },
): ReplacedStore {
  const log = tryRead(join(data, 'confidant.db'), (database) => readLog(database, backup));
  return {
    checkpoint: log?.checkpoint,
    continues: log?.continues ?? false,
    lost: log?.lost ?? {},
    destroyed: tryRead(join(data, 'keys.db'), listDestroyedKeys),
  };
}

function readLog(
  database: SqliteDatabase,
  { size, checkpoint }: { readonly size: number; readonly checkpoint: string },
) {
  const at = database.prepare<[number], string>('SELECT note FROM log_checkpoints WHERE size = ?').pluck();
  const kinds = database.prepare<[number], { kind: string; count: number }>(
    'SELECT kind, count(*) AS count FROM log_entries WHERE idx >= ? GROUP BY kind ORDER BY kind',
  );
  return {
    checkpoint: findLatestCheckpoint(database),
    // One tree has one signed text.
    continues: at.get(size) === checkpoint,
    lost: Object.fromEntries(kinds.all(size).map(({ kind, count }) => [kind, count])),
  };
}

function tryRead<T>(file: string, read: (database: SqliteDatabase) => T): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const database = openDatabaseForReading(file);
    try {
      return read(database);
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}
