import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openKeyDatabase } from '../src/adapters/sqlite/key-database.ts';
import { openDatabase, openDatabaseForReading, type SqliteDatabase } from '../src/adapters/sqlite/open-database.ts';
import { dataMap, subjectTables } from '../src/privacy/data-map.ts';
import type { TableUse } from '../src/privacy/table-use.ts';
import { vaultInMemory } from './support/keys-in-memory.ts';

const folder = mkdtempSync(join(tmpdir(), 'data-map-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Columns by table, as SQLite has them; tables that an index keeps for itself are part of it. */
function schemaOf(database: SqliteDatabase): Readonly<Record<string, readonly string[]>> {
  const tables = database.pragma('table_list') as readonly { schema: string; name: string; type: string }[];
  const own = tables.filter(
    ({ schema, name, type }) => schema === 'main' && ['table', 'virtual'].includes(type) && !name.startsWith('sqlite_'),
  );
  return Object.fromEntries(
    own.map(({ name }) => [
      name,
      (database.pragma(`table_info(${name})`) as readonly { name: string }[]).map((column) => column.name).sort(),
    ]),
  );
}

function mapOf(database: TableUse['database']): Readonly<Record<string, readonly string[]>> {
  const tables = Object.entries(dataMap).filter(([, use]) => use.database === database);
  return Object.fromEntries(tables.map(([table, { columns }]) => [table, Object.values(columns).flat().sort()]));
}

function keysSchema(): Readonly<Record<string, readonly string[]>> {
  const file = join(folder, 'keys.db');
  openKeyDatabase(file, vaultInMemory()).close();
  const database = openDatabaseForReading(file);
  try {
    return schemaOf(database);
  } finally {
    database.close();
  }
}

describe('the data map', () => {
  it('names every column of the database once, and no other', () => {
    expect(mapOf('confidant.db')).toEqual(schemaOf(openDatabase(':memory:')));
  });

  it('names every column of the database of keys once, and no other', () => {
    expect(mapOf('keys.db')).toEqual(keysSchema());
  });

  it('would miss a column that a migration adds', () => {
    const database = openDatabase(':memory:');
    database.exec('ALTER TABLE feedback ADD COLUMN phone TEXT');
    expect(mapOf('confidant.db')).not.toEqual(schemaOf(database));
  });

  it('says of everything that may speak of a person whose it is and how it is erased', () => {
    const unowned = Object.entries(dataMap).filter(
      ([, { columns, owner, dataClass }]) =>
        [columns.redacted, columns.sealed, columns.pseudonym].some((list) => (list ?? []).length > 0) &&
        (owner === null || dataClass === null),
    );
    expect(unowned.map(([table]) => table)).toEqual([]);
  });

  it('keeps only what proves something when a subject is erased', () => {
    const kept = subjectTables().filter(([, { erased }]) => erased === 'kept');
    expect(kept.map(([table]) => table).sort()).toEqual(['consents', 'erasures', 'log_entries']);
  });

  it('gives a purpose to each table', () => {
    for (const { purpose } of Object.values(dataMap)) expect(purpose.length).toBeGreaterThan(10);
  });
});
