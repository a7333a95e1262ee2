import { openDatabase, type SqliteDatabase } from './open-database.ts';

/** What was learnt from policy's examples, in a database of its own in memory: whoever only reads may learn on there. */
export function copyCaches(from: SqliteDatabase): SqliteDatabase {
  const copy = openDatabase(':memory:');
  for (const [table, columns] of caches) {
    const insert = copy.prepare(`INSERT INTO ${table} (${columns}) VALUES (${columns.replace(/\w+/gu, '?')})`);
    const rows = from.prepare<[], unknown[]>(`SELECT ${columns} FROM ${table}`).raw();
    copy.transaction(() => {
      for (const row of rows.iterate()) insert.run(...row);
    })();
  }
  return copy;
}

const caches = [
  ['example_vectors', 'model, text_hash, vector'],
  ['fitted_models', 'key, body, hash'],
] as const;
