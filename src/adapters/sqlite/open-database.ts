import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { StoreError } from './store-error.ts';

export type SqliteDatabase = Database.Database;

/** SQLite 3.7.0–3.51.2 can corrupt a write-ahead log with two writers. */
const OLDEST_SQLITE = [3, 51, 3] as const;
const migrationsFolder = fileURLToPath(new URL('./migrations/', import.meta.url));

/** Opens the database, makes every commit reach the disk before it returns, and brings the tables up to date. */
export function openDatabase(file: string): SqliteDatabase {
  const database = openFile(file);
  migrate(database);
  return database;
}

/** Opens a database file with the settings every store here relies on. */
export function openFile(file: string): SqliteDatabase {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new Database(file, { timeout: 5_000 });
  refuseOldSqlite(database);
  database.pragma('journal_mode = WAL');
  // The driver compiles WAL to NORMAL, which loses the last commits when power goes.
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('secure_delete = ON');
  database.pragma('trusted_schema = OFF');
  return database;
}

function refuseOldSqlite(database: SqliteDatabase): void {
  const version = String(database.prepare('SELECT sqlite_version()').pluck().get());
  const parts = version.split('.').map(Number);
  for (const [index, least] of OLDEST_SQLITE.entries()) {
    const part = parts[index] ?? 0;
    if (part > least) return;
    if (part < least) {
      database.close();
      throw new StoreError(
        'sqlite-too-old',
        `Cannot open the store: SQLite ${version} is older than ${OLDEST_SQLITE.join('.')}`,
      );
    }
  }
}

/** Runs every migration past the stored number, each in its own transaction. */
function migrate(database: SqliteDatabase): void {
  const files = readdirSync(migrationsFolder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  for (const [index, name] of files.entries()) {
    if (Number(database.pragma('user_version', { simple: true })) > index) continue;
    const sql = readFileSync(`${migrationsFolder}/${name}`, 'utf8');
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${index + 1}`);
    })();
  }
  if (Number(database.pragma('user_version', { simple: true })) > files.length) {
    throw new StoreError('store-newer', 'Cannot open the store: a later version of the appliance wrote it');
  }
}
