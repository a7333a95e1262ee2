import { randomBytes } from 'node:crypto';
import { type KeyDatabase, openKeyDatabase } from '../../src/adapters/sqlite/key-database.ts';
import type { KeyVault } from '../../src/privacy/key-vault.ts';
import { closeBytes, openOrNothing } from '../../src/privacy/value-box.ts';

/** A vault whose secret is in memory alone. */
export function vaultInMemory(secret: Buffer = randomBytes(32)): KeyVault {
  const wrap = (key: Buffer): Buffer => closeBytes(secret, 'memory', key);
  return {
    kind: 'file',
    wrap,
    wrapNext: wrap,
    unwrap: (wrapped) => openOrNothing(secret, 'memory', wrapped),
    settle: () => undefined,
  };
}

/** The real keys of subjects, on a database that is gone with the process. */
export function keysInMemory(): KeyDatabase {
  return openKeyDatabase(':memory:', vaultInMemory());
}
