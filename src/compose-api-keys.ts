import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openFile, type SqliteDatabase } from './adapters/sqlite/open-database.ts';
import { openKeyRegister } from './adapters/sqlite/open-key-register.ts';
import { openKeyStore } from './adapters/sqlite/open-key-store.ts';
import type { Environment } from './config/read-environment.ts';
import { IdentityError } from './identity/identity-error.ts';
import { createKeyDesk, type KeyDesk } from './identity/manage-keys.ts';

export interface OpenKeyDesk extends KeyDesk, Disposable {}

/**
 * Opens the keys for a command, beside a running appliance too: what it changes holds at once, and the appliance brings it
 * into the log at its next start or call, whichever comes first.
 *
 * @throws {IdentityError} `store-not-started` where no appliance of this version ever ran on the folder
 */
export function openKeyDesk({ data }: Pick<Environment, 'data'>): OpenKeyDesk {
  const file = join(data, 'confidant.db');
  if (!existsSync(file)) throw notStarted();
  const database = openFile(file);
  const close = (): void => void database.close();
  try {
    if (!isPrepared(database)) throw notStarted();
    const desk = createKeyDesk(openKeyRegister(database, () => new Date()));
    return { ...desk, [Symbol.dispose]: close };
  } catch (error) {
    close();
    throw error;
  }
}

/** A key that comes before the first ones would keep these from being made. */
function isPrepared(database: SqliteDatabase): boolean {
  const isThere = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'key_changes'").get() !== undefined;
  return isThere && !openKeyStore(database, () => new Date()).isEmpty();
}

function notStarted(): IdentityError {
  return new IdentityError(
    'store-not-started',
    'Cannot manage keys: start the appliance once with `npm run up`, so that its store is made',
  );
}
