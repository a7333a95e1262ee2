import { randomBytes, scryptSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { KeyVault } from './key-vault.ts';
import { PrivacyError } from './privacy-error.ts';
import { createSecretFileVault } from './secret-file-vault.ts';
import { closeBytes, openOrNothing } from './value-box.ts';

const SALT_BYTES = 16;
/** OWASP's first choice for scrypt: 128 MiB and about half a second a try. */
const cost = { N: 131_072, r: 8, p: 1, maxmem: 192 * 1024 * 1024 };
/** Shorter ones are guessed in spite of the cost. */
const LEAST_CHARACTERS = 14;
const place = 'confidant master key, passphrase';

/**
 * A passphrase in a file of its own, which a site keeps off the disk: systemd credentials, a mounted secret, a tmpfs. What
 * is wrapped is `salt ‖ box`, under scrypt (RFC 7914) of the passphrase.
 *
 * A passphrase is changed by writing the new one to the same name with `.next`.
 */
export function createPassphraseVault(file: string): KeyVault {
  return createSecretFileVault({
    kind: 'passphrase',
    file,
    close: closeUnderPassphrase,
    open: openUnderPassphrase,
  });
}

function closeUnderPassphrase(secretFile: string, key: Buffer): Buffer {
  const salt = randomBytes(SALT_BYTES);
  return Buffer.concat([salt, closeBytes(toKey(secretFile, salt), place, key)]);
}

function openUnderPassphrase(secretFile: string, wrapped: Buffer): Buffer | undefined {
  const key = toKey(secretFile, wrapped.subarray(0, SALT_BYTES));
  return openOrNothing(key, place, wrapped.subarray(SALT_BYTES));
}

function toKey(file: string, salt: Buffer): Buffer {
  return scryptSync(readPassphrase(file), salt, 32, cost);
}

/** One line; the newline an editor leaves is no part of it. */
function readPassphrase(file: string): string {
  const text = readText(file)
    .replace(/\r?\n$/u, '')
    .normalize('NFKC');
  if (text.length < LEAST_CHARACTERS) {
    throw new PrivacyError(
      'master-key-invalid',
      `Cannot use the passphrase in "${file}": it has fewer than ${LEAST_CHARACTERS} characters`,
    );
  }
  return text;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PrivacyError('vault-failed', `Cannot read the passphrase: "${file}" is not there or not readable`, {
      cause,
    });
  }
}
