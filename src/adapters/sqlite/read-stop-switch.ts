import type { SqliteDatabase } from './open-database.ts';

/** The log says whether the stop switch is on: the later of its last `stop` and `resume`. */
export function readStopSwitch(database: SqliteDatabase): boolean {
  const kind = database
    .prepare("SELECT kind FROM log_entries WHERE kind IN ('stop', 'resume') ORDER BY idx DESC LIMIT 1")
    .pluck()
    .get();
  return kind === 'stop';
}
