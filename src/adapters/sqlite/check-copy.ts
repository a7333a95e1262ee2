import { dataMap } from '../../privacy/data-map.ts';
import type { Owner } from '../../privacy/table-use.ts';
import { boxedFields } from './field-boxes.ts';
import type { SqliteDatabase } from './open-database.ts';

/** What SQLite itself finds wrong with a file; nothing where it is whole. @throws {Error} where it cannot be read at all */
export function findDamage(database: SqliteDatabase): readonly string[] {
  const said = database.prepare<[], string>('PRAGMA integrity_check').pluck().all();
  const dangling = database.prepare('PRAGMA foreign_key_check').all().length;
  return [...said.filter((line) => line !== 'ok'), ...(dangling > 0 ? [`${dangling} rows refer to none`] : [])];
}

/** Subjects of boxes, and what became of their keys. */
export interface BoxKeys {
  /** Subjects with at least one box whose key is there. */
  readonly held: readonly string[];
  /** Columns with boxes of subjects that have neither a key nor the mark of a destroyed one: nobody will read them. */
  readonly orphaned: Readonly<Record<string, number>>;
}

/** Holds every box of a store against the keys of `keys.db`. Needs no master key. */
export function findBoxKeys(database: SqliteDatabase, keysFile: string): BoxKeys {
  database.prepare('ATTACH ? AS kept').run(keysFile);
  try {
    const held = new Set<string>();
    const orphaned: Record<string, number> = {};
    for (const [field, sql] of boxQueries(database)) {
      for (const { subject, state } of database.prepare<[], { subject: string; state: string }>(sql).all()) {
        if (state === 'held') held.add(subject);
        if (state === 'orphaned') orphaned[field] = (orphaned[field] ?? 0) + 1;
      }
    }
    return { held: [...held], orphaned };
  } finally {
    database.exec('DETACH kept');
  }
}

/** A store of an earlier release lacks some of the columns. */
function boxQueries(database: SqliteDatabase): readonly (readonly [string, string])[] {
  return boxedFields.flatMap((field) => {
    const [table = '', column = ''] = field.split('.');
    const owner = dataMap[table]?.owner;
    const columns = database.pragma(`table_info(${table})`) as readonly { readonly name: string }[];
    if (!owner || !columns.some(({ name }) => name === column)) return [];
    const sql = `SELECT DISTINCT subject, CASE WHEN subject IN (SELECT subject FROM kept.data_keys) THEN 'held'
        WHEN subject IN (SELECT subject FROM kept.destroyed_keys) THEN 'erased' ELSE 'orphaned' END AS state
      FROM (SELECT ${subjectOf(owner)} AS subject FROM main.${table} t WHERE length(t.${column}) > 0)`;
    return [[field, sql] as const];
  });
}

function subjectOf({ subject, conversation }: Owner): string {
  return subject === undefined
    ? `(SELECT c.subject FROM main.conversations c WHERE c.id = t.${conversation})`
    : `t.${subject}`;
}

/** Subjects whose keys were destroyed, as `keys.db` remembers them. */
export function listDestroyedKeys(keys: SqliteDatabase): readonly string[] {
  return keys.prepare<[], string>('SELECT subject FROM destroyed_keys ORDER BY subject').pluck().all();
}

/** The latest checkpoint that is stored; undefined before the first entry, and in a file that has no log. */
export function findLatestCheckpoint(database: SqliteDatabase): string | undefined {
  const hasLog = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'log_checkpoints'").get() !== undefined;
  if (!hasLog) return undefined;
  return database.prepare<[], string>('SELECT note FROM log_checkpoints ORDER BY size DESC LIMIT 1').pluck().get();
}

/** Rows by table, those SQLite and its indexes keep for themselves left out. */
export function countRows(database: SqliteDatabase): Readonly<Record<string, number>> {
  const tables = database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  const own = tables.filter((table) => dataMap[table]?.database === 'confidant.db');
  const count = (table: string): number => Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  return Object.fromEntries(own.map((table) => [table, count(table)]));
}
