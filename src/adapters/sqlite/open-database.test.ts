import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { latestSchema, openDatabase, openDatabaseForReading, openFile, refuseOldSqlite } from './open-database.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'database-'));
  file = join(folder, 'data', 'confidant.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function givenMigrations(...texts: readonly string[]): string {
  const migrations = join(folder, 'migrations');
  mkdirSync(migrations, { recursive: true });
  for (const [index, text] of texts.entries()) writeFileSync(join(migrations, `00${index + 1}-step.sql`), text);
  return migrations;
}

function versionOf(path: string): unknown {
  const database = new Database(path);
  const version = database.pragma('user_version', { simple: true });
  database.close();
  return version;
}

describe('openFile', () => {
  it('sets what every store relies on, on the connection itself', () => {
    const database = openFile(file);
    const read = (name: string) => database.pragma(name, { simple: true });
    expect(read('journal_mode')).toBe('wal');
    expect(read('synchronous')).toBe(2);
    expect(read('foreign_keys')).toBe(1);
    expect(read('secure_delete')).toBe(1);
    expect(read('trusted_schema')).toBe(0);
    expect(read('busy_timeout')).toBe(5_000);
    database.close();
  });

  it('keeps them on a file that was opened before', () => {
    openFile(file).close();
    const database = openFile(file);
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.pragma('secure_delete', { simple: true })).toBe(1);
    database.close();
  });

  it('makes its folder for the owner alone', () => {
    openFile(file).close();
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
  });

  it('overwrites what is deleted', () => {
    const database = openFile(file);
    database.exec("CREATE TABLE t (text TEXT); INSERT INTO t VALUES ('marked-for-erasure')");
    database.pragma('wal_checkpoint(TRUNCATE)');
    expect(readFileSync(file).includes('marked-for-erasure')).toBe(true);
    database.exec('DELETE FROM t');
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
    for (const name of readdirSync(join(folder, 'data'))) {
      expect(readFileSync(join(folder, 'data', name)).includes('marked-for-erasure')).toBe(false);
    }
  });

  it('refuses a file that is no database, and leaves it alone', () => {
    mkdirSync(join(folder, 'data'));
    const bytes = Buffer.from('not a database, but somebody may want it back\n'.repeat(200));
    writeFileSync(file, bytes);
    expect(() => openFile(file)).toThrow(expect.objectContaining({ code: 'store-damaged' }));
    expect(readFileSync(file)).toEqual(bytes);
  });

  it('refuses a folder in place of a file', () => {
    mkdirSync(file, { recursive: true });
    expect(() => openFile(file)).toThrow(expect.objectContaining({ code: 'store-unwritable' }));
  });
});

describe('openDatabase', () => {
  it('runs every migration once', () => {
    const migrations = givenMigrations('CREATE TABLE a (x)', 'INSERT INTO a VALUES (1)');
    for (let start = 0; start < 3; start += 1) {
      const database = openDatabase(file, { migrations });
      expect(database.prepare('SELECT count(*) FROM a').pluck().get()).toBe(1);
      database.close();
    }
    expect(versionOf(file)).toBe(2);
  });

  it('goes on where an older appliance stopped', () => {
    openDatabase(file, { migrations: givenMigrations('CREATE TABLE a (x)') }).close();
    const database = openDatabase(file, {
      migrations: givenMigrations('CREATE TABLE never (x)', 'CREATE TABLE b (x)'),
    });
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();
    expect(tables).toEqual(['a', 'b']);
    database.close();
  });

  it('undoes the whole of a migration that fails, and keeps those before it', () => {
    const migrations = givenMigrations('CREATE TABLE a (x)', 'CREATE TABLE b (x); INSERT INTO b VALUES (1); BROKEN');
    expect(() => openDatabase(file, { migrations })).toThrow(expect.objectContaining({ code: 'store-failed' }));
    expect(versionOf(file)).toBe(1);
    const database = openDatabase(file, {
      migrations: givenMigrations('CREATE TABLE never (x)', 'CREATE TABLE b (x)'),
    });
    expect(database.prepare('SELECT count(*) FROM b').pluck().get()).toBe(0);
    database.close();
  });

  it('refuses a store a later appliance wrote, and changes nothing in it', () => {
    const database = openDatabase(file);
    database.pragma('user_version = 99');
    database.close();
    expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'store-newer' }));
    expect(versionOf(file)).toBe(99);
  });

  it('has the migrations every store was made with, and others after them alone', () => {
    const names = readdirSync(fileURLToPath(new URL('./migrations/', import.meta.url))).toSorted();
    // A store keeps how many ran: one in a gap (010, 012) would never run there, and the last one would run twice.
    expect(names.map((name) => Number(name.slice(0, 3)))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14, 15, 16]);
    expect(latestSchema()).toBe(names.length);
  });

  it('has every table strict', () => {
    const database = openDatabase(file);
    const loose = database
      .prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all();
    expect(loose).toEqual([]);
    database.close();
  });
});

describe('openDatabaseForReading', () => {
  it('reads beside a writer and cannot write', () => {
    const writer = openDatabase(file);
    const reader = openDatabaseForReading(file);
    expect(reader.prepare('SELECT count(*) FROM conversations').pluck().get()).toBe(0);
    expect(() => reader.exec('DELETE FROM conversations')).toThrow();
    reader.close();
    writer.close();
  });

  it('makes no file where there is none', () => {
    expect(() => openDatabaseForReading(file)).toThrow();
    expect(existsSync(file)).toBe(false);
  });

  it('refuses a file that is no database', () => {
    const other = join(folder, 'text');
    writeFileSync(other, 'text '.repeat(1_000));
    expect(() => openDatabaseForReading(other)).toThrow(expect.objectContaining({ code: 'store-damaged' }));
  });
});

describe('refuseOldSqlite', () => {
  it.each(['3.51.3', '3.51.4', '3.52.0', '3.100.0', '4.0.0'])('takes %s', (version) => {
    expect(() => refuseOldSqlite(version)).not.toThrow();
  });

  it.each(['3.51.2', '3.50.9', '3.7.0', '3.9.99', '2.99.99', '3.51'])('refuses %s', (version) => {
    expect(() => refuseOldSqlite(version)).toThrow(expect.objectContaining({ code: 'sqlite-too-old' }));
  });

  it('takes the one that is compiled in', () => {
    const database = new Database(':memory:');
    const version = String(database.prepare('SELECT sqlite_version()').pluck().get());
    database.close();
    expect(() => refuseOldSqlite(version)).not.toThrow();
  });
});
