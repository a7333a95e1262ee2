import { openFile, type SqliteDatabase } from './open-database.ts';

/** The table of the appliance's own database, in a file that may be thrown away. */
const TABLE = `CREATE TABLE IF NOT EXISTS example_vectors (
  model TEXT NOT NULL,
  text_hash BLOB NOT NULL,
  vector BLOB NOT NULL,
  PRIMARY KEY (model, text_hash)
) STRICT, WITHOUT ROWID`;

/** Opens a file of vectors for `rememberVectors`, beside a running appliance too. @throws {StoreError} */
export function openVectorCache(file: string): SqliteDatabase {
  const database = openFile(file);
  database.exec(TABLE);
  return database;
}
