import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { type MigrationKeys, registerMigrationFunctions } from './migration-functions.ts';
import { StoreError, toStoreError } from './store-error.ts';

export type SqliteDatabase = Database.Database;

/** SQLite 3.7.0–3.51.2 can corrupt a write-ahead log with two writers. */
const OLDEST_SQLITE = [3, 51, 3] as const;
const migrationsFolder = fileURLToPath(new URL('./migrations/', import.meta.url));

export interface DatabaseOptions {
  /** Keys of the subjects whose texts an older appliance left in clear; without them such a store is not opened. */
  readonly keys?: MigrationKeys;
  /**
   * Folder of `00N-….sql` files, which run in the order of their names. The database keeps how many of them ran, not the
   * number of the last: a file is added after all others, never in a gap between two.
   */
  readonly migrations?: string;
}

/**
 * Opens the database, makes every commit reach the disk before it returns, and brings the tables up to date.
 *
 * @throws {StoreError} `store-damaged`, `store-unwritable`, `store-full`, `store-newer`, `sqlite-too-old`, `key-missing`
 */
export function openDatabase(file: string, options: DatabaseOptions = {}): SqliteDatabase {
  const database = openFile(file);
  return orClose(database, () => {
    registerMigrationFunctions(database, options.keys);
    migrate(database, options.migrations ?? migrationsFolder);
  });
}

export interface OpenOptions {
  /** Milliseconds to wait for what another process holds. */
  readonly timeout?: number;
}

/** Opens a database file with the settings every store here relies on. @throws {StoreError} */
export function openFile(file: string, { timeout = 5_000 }: OpenOptions = {}): SqliteDatabase {
  const database = openConnection(file, { timeout });
  return orClose(database, () => {
    refuseOldSqlite(String(database.prepare('SELECT sqlite_version()').pluck().get()));
    database.pragma('journal_mode = WAL');
    // The driver compiles WAL to NORMAL, which loses the last commits when power goes.
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('secure_delete = ON');
    database.pragma('trusted_schema = OFF');
  });
}

/**
 * Opens a database to look at it alone: a copy on another machine, or the one a running appliance writes.
 *
 * @throws {StoreError} `store-missing`, `store-damaged`, `store-unwritable`
 */
export function openDatabaseForReading(file: string): SqliteDatabase {
  const database = openConnection(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
  // The first read is what finds a file that is no database.
  return orClose(database, () => void database.pragma('user_version'));
}

/** How many migrations this release has: the number of its tables. */
export function latestSchema(folder = migrationsFolder): number {
  return listMigrations(folder).length;
}

function listMigrations(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
}

/** How many migrations have run on a database. */
export function schemaNumber(database: SqliteDatabase): number {
  return Number(database.pragma('user_version', { simple: true }));
}

function openConnection(file: string, options: Database.Options): SqliteDatabase {
  try {
    if (options.fileMustExist === true && !existsSync(file)) {
      throw new StoreError('store-missing', `Cannot open the store: there is no "${file}"`);
    }
    if (!options.readonly && file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return new Database(file, options);
  } catch (error) {
    throw toStoreError(error);
  }
}

function orClose(database: SqliteDatabase, prepare: () => void): SqliteDatabase {
  try {
    prepare();
    return database;
  } catch (error) {
    database.close();
    throw toStoreError(error);
  }
}

/** @throws {StoreError} `sqlite-too-old` */
export function refuseOldSqlite(version: string): void {
  const parts = version.split('.').map(Number);
  for (const [index, least] of OLDEST_SQLITE.entries()) {
    const part = parts[index] ?? 0;
    if (part > least) return;
    if (part < least) {
      throw new StoreError(
        'sqlite-too-old',
        `Cannot open the store: SQLite ${version} is older than ${OLDEST_SQLITE.join('.')}`,
      );
    }
  }
}

/** Runs every migration past the stored number, each in its own transaction. */
function migrate(database: SqliteDatabase, folder: string): void {
  const files = listMigrations(folder);
  const present = schemaNumber(database);
  if (present > files.length) {
    throw new StoreError('store-newer', 'Cannot open the store: a later version of the appliance wrote it');
  }
  for (const [index, name] of files.entries()) {
    if (index < present) continue;
    const sql = readFileSync(join(folder, name), 'utf8');
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${index + 1}`);
    })();
  }
  // What a migration took away stands in the write-ahead log until that is cut.
  if (present < files.length) database.pragma('wal_checkpoint(TRUNCATE)');
}
