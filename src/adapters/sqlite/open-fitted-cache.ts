import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { FittedCache } from '../../models/fitted-cache.ts';
import type { SqliteDatabase } from './open-database.ts';

interface FittedRow {
  readonly body: Buffer;
  readonly hash: Buffer;
}

/** The one in force, and a few that an operator may go back to. */
const KEPT = 4;

/** A cache in the appliance's own database. Only for what was learnt from the operator's data, never from a customer's. */
export function openFittedCache(database: SqliteDatabase): FittedCache {
  const find = database.prepare<[string], FittedRow>('SELECT body, hash FROM fitted_models WHERE key = ?');
  const insert = database.prepare('INSERT OR REPLACE INTO fitted_models (key, body, hash) VALUES (?, ?, ?)');
  const prune = database.prepare(
    'DELETE FROM fitted_models WHERE rowid NOT IN (SELECT rowid FROM fitted_models ORDER BY rowid DESC LIMIT ?)',
  );
  const keep = database.transaction((key: string, body: Buffer) => {
    insert.run(key, body, hashOf(body));
    prune.run(KEPT);
  });
  return {
    recall: async function recallOrLearn(key, learn) {
      const row = find.get(key);
      if (row && hashOf(row.body).equals(row.hash)) return deserialize(row.body);
      const fitted = await learn();
      keep(key, serialize(fitted));
      return fitted;
    },
  };
}

/** A changed byte would make wrong decisions, not an error. */
function hashOf(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest();
}
