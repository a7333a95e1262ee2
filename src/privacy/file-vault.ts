import type { KeyVault } from './key-vault.ts';
import { PrivacyError } from './privacy-error.ts';
import { findMasterKey, readMasterKey } from './read-master-key.ts';
import { createSecretFileVault } from './secret-file-vault.ts';
import { closeBytes, openOrNothing } from './value-box.ts';

/** Bound into what the file wraps, so that nothing else it closes can stand for a master key. */
const place = 'confidant master key';

/** The default: 32 random bytes in a file only its owner reads (0600), made by {@link readMasterKey}. */
export function createFileVault(file: string): KeyVault {
  return createSecretFileVault({
    kind: 'file',
    file,
    close: closeUnderFile,
    open: openUnderFile,
    makeNext: readMasterKey,
  });
}

function closeUnderFile(secretFile: string, key: Buffer): Buffer {
  const secret = findMasterKey(secretFile);
  if (secret) return closeBytes(secret, place, key);
  throw new PrivacyError('vault-failed', `Cannot wrap the master key: "${secretFile}" is not there`);
}

function openUnderFile(secretFile: string, wrapped: Buffer): Buffer | undefined {
  const secret = findMasterKey(secretFile);
  return secret && openOrNothing(secret, place, wrapped);
}
