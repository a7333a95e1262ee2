import { randomBytes } from 'node:crypto';
import { type KeyDatabase, openKeyDatabase } from '../../src/adapters/sqlite/key-database.ts';

/** The real keys of subjects, on a database that is gone with the process. */
export function keysInMemory(): KeyDatabase {
  return openKeyDatabase(':memory:', randomBytes(32));
}
