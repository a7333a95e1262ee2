import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabaseForReading, openFile, type SqliteDatabase } from './open-database.ts';
import { rewriteFile } from './rewrite-file.ts';

const ROWS = 1_200;

let folder: string;
let file: string;
let database: SqliteDatabase;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rewrite-'));
  file = join(folder, 'some.db');
  database = openFile(file);
  database.exec('CREATE TABLE words (id TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID');
  const insert = database.prepare('INSERT INTO words (id, text) VALUES (?, ?)');
  // Keys out of order split pages, which is what leaves copies behind.
  database.transaction(() => {
    for (let row = 0; row < ROWS; row += 1) {
      insert.run(`${(row * 7_919) % ROWS}-key`, textOf(row).padEnd(200 + ((row * 131) % 900), '.'));
    }
  })();
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function textOf(row: number): string {
  return `planted-${row}-text;`;
}

function found(rows: readonly number[]): number {
  const bytes = Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)]);
  return rows.filter((row) => bytes.includes(textOf(row))).length;
}

const all = Array.from({ length: ROWS }, (_, row) => row);
const gone = all.filter((row) => row % 5 === 0);

describe('rewriteFile', () => {
  it('leaves nothing of deleted rows, which overwriting them on deletion alone does not', async () => {
    const remove = database.prepare('DELETE FROM words WHERE id = ?');
    database.transaction(() => {
      for (const row of gone) remove.run(`${(row * 7_919) % ROWS}-key`);
    })();
    database.pragma('wal_checkpoint(TRUNCATE)');
    expect(found(gone)).toBeGreaterThan(0);
    expect(await rewriteFile(database, false)).toBe(true);
    expect(found(gone)).toBe(0);
    expect(found(all)).toBe(ROWS - gone.length);
    expect(statSync(`${file}-wal`).size).toBe(0);
  });

  it('keeps every row that is there', async () => {
    await rewriteFile(database, false);
    expect(found(all)).toBe(ROWS);
    expect(database.prepare('SELECT count(*) FROM words').pluck().get()).toBe(ROWS);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('says that somebody else reads on, and works once they are done', async () => {
    const reader = openDatabaseForReading(file);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM words').get();
    database.exec('DELETE FROM words');
    await expect(rewriteFile(database, false)).rejects.toMatchObject({ code: 'overloaded' });
    reader.close();
    expect(await rewriteFile(database, false)).toBe(true);
  }, 20_000);
});
