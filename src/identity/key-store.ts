import type { Role } from './roles.ts';

/** A key as it is kept: what it may do, and the hash that recognises it. The key itself is never stored. */
export interface StoredKey {
  /** Stable name of the key in the record and in limits, for example `k_kiosk_1`. */
  readonly keyId: string;
  readonly role: Role;
  /** SHA-256 of the key, 64 lower-case hex digits. */
  readonly hash: string;
}

/**
 * Remembers keys by their hash.
 *
 * - `find` answers the key with exactly this hash, unless it was revoked; keys hold 256 random bits, so the look-up needs no
 *   other comparison.
 * - `add` keeps all the keys or none, durably before it returns; a hash or key id that is there already is an error.
 * - `isEmpty` is true only while no key was ever added: it decides whether first keys are made.
 */
export interface KeyStore {
  find(hash: string): StoredKey | undefined;
  add(keys: readonly StoredKey[]): void;
  isEmpty(): boolean;
}
