import { createHash, randomBytes } from 'node:crypto';
import type { KeyStore } from './key-store.ts';
import type { Caller, Role } from './roles.ts';

/** Bytes of randomness in a key: too many to guess, so a key needs no slow hash. */
const KEY_BYTES = 32;
/** Longer than any key made here; what is longer is refused before it is hashed. */
const MAX_KEY_CHARACTERS = 128;

/** Makes a key: `cfd_`, its role, `_`, 32 random bytes in base64url. The prefix lets scanners find leaked keys. */
export function newApiKey(role: Role): string {
  return `cfd_${role}_${randomBytes(KEY_BYTES).toString('base64url')}`;
}

/** SHA-256 of a key as 64 hex digits: what the store keeps instead of the key. */
export function keyHash(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}

/** Answers who holds a key, or undefined when nobody does. */
export type Authenticator = (key: string) => Promise<Caller | undefined>;

/**
 * Recognises callers by the hash of their key: the time it takes tells nothing about any stored key.
 *
 * @param recordChanges nobody calls with a key whose making is not on the record
 */
export function createAuthenticator(
  store: Pick<KeyStore, 'find'>,
  recordChanges: () => Promise<void> = async () => undefined,
): Authenticator {
  return async function authenticate(key) {
    if (key === '' || key.length > MAX_KEY_CHARACTERS) return undefined;
    await recordChanges();
    const stored = store.find(keyHash(key));
    return stored === undefined ? undefined : { keyId: stored.keyId, role: stored.role };
  };
}
