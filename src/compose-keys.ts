import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type KeyDatabase, openKeyDatabase } from './adapters/sqlite/key-database.ts';
import { StoreError } from './adapters/sqlite/store-error.ts';
import { readMasterKey } from './privacy/read-master-key.ts';

/**
 * Opens the keys of a data folder, and makes what a fresh one lacks. The master key is made before `keys.db`, so a
 * database without one has lost it: another one would open nothing, and is never made.
 *
 * @throws {StoreError} `master-key-missing`, `master-key-other`, `keys-missing` @throws {PrivacyError} `master-key-invalid`
 */
export function openDataKeys(data: string): KeyDatabase {
  const file = join(data, 'master.key');
  if (existsSync(join(data, 'keys.db')) && !existsSync(file)) {
    throw new StoreError(
      'master-key-missing',
      `Cannot open the keys: "${file}" is missing; bring it back from a backup`,
    );
  }
  if (existsSync(join(data, 'confidant.db')) && !existsSync(join(data, 'keys.db'))) {
    throw new StoreError(
      'keys-missing',
      `Cannot open the store: "${join(data, 'keys.db')}" is missing; bring it back from a backup, nothing can be read without`,
    );
  }
  return openKeyDatabase(join(data, 'keys.db'), readMasterKey(file));
}

/** The keys that lie beside a database; undefined for a copy that came without them. @throws as {@link openDataKeys} */
export function findKeysBeside(database: string): KeyDatabase | undefined {
  const data = dirname(database);
  return existsSync(join(data, 'keys.db')) ? openDataKeys(data) : undefined;
}
