import type { RevealAttempts } from '../../pipeline/reveal-value.ts';
import type { SqliteDatabase } from './open-database.ts';

/** Attempts to reveal values, counted in the log itself by the index of migration 008. */
export function openRevealAttempts(database: SqliteDatabase): RevealAttempts {
  const ofActor = `FROM log_entries WHERE kind IN ('value-revealed', 'reveal-refused')
    AND json_extract(entry, '$.actor.key') = ? AND at > ?`;
  const since = database.prepare<[string, string], string>(
    `SELECT at ${ofActor} AND json_extract(entry, '$.cause') IS NOT 'limit' ORDER BY at`,
  );
  const stopped = database.prepare(`SELECT 1 ${ofActor} AND json_extract(entry, '$.cause') = 'limit'`);
  return {
    since: (actor, from) => since.pluck().all(actor, from.toISOString()),
    wasStopped: (actor, from) => stopped.get(actor, from.toISOString()) !== undefined,
  };
}
