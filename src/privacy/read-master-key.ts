import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeNewFile } from '../files/write-new-file.ts';
import { PrivacyError } from './privacy-error.ts';

const KEY_BYTES = 32;

/**
 * Reads the key that wraps all others, 32 bytes in base64, or makes it (0600) where there is none.
 *
 * @throws {PrivacyError} `master-key-invalid`
 */
export function readMasterKey(file: string): Buffer {
  return findMasterKey(file) ?? makeMasterKey(file);
}

/** Undefined where there is no such file. @throws {PrivacyError} `master-key-invalid` */
export function findMasterKey(file: string): Buffer | undefined {
  const stored = readStored(file);
  if (stored === undefined) return undefined;
  const key = Buffer.from(stored.trim(), 'base64');
  if (key.length !== KEY_BYTES)
    throw new PrivacyError('master-key-invalid', `Cannot use the master key: it has ${key.length} bytes`);
  return key;
}

function readStored(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function makeMasterKey(file: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  writeNewFile(file, `${key.toString('base64')}\n`);
  return key;
}
