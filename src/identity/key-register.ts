import type { IdentityChange } from './identity-change.ts';
import type { StoredKey } from './key-store.ts';
import type { Role } from './roles.ts';

/** A key as an operator sees it; what recognises it is not part of that. */
export interface ListedKey {
  /** Stable name of the key in the record and in limits, for example `k_kiosk_2`. */
  readonly id: string;
  readonly role: Role;
  /** What people call it, for example `lobby`; never on the record. */
  readonly name: string | null;
  /** ISO 8601, UTC. */
  readonly made: string;
  readonly revoked: string | null;
}

/**
 * Keys as they are made and taken back. Held by `test/contract/key-register-contract.ts`.
 *
 * - `issue` gives the next id of the role: one that some key has had, valid or not, is never given again.
 * - A revoked key is found no more from the moment `revoke` returns, by any process, and stays in the list.
 * - A change and the note that it has to go into the log are kept together or not at all, on the disk when it returns.
 */
export interface KeyRegister {
  /** By role and number, those that were taken back too. */
  list(): readonly ListedKey[];
  issue(key: Pick<StoredKey, 'role' | 'hash'> & { readonly name: string | null }): ListedKey;
  /**
   * Revokes a key; one that is revoked stays as it is.
   *
   * @throws {IdentityError} `key-not-found`, and `last-admin-key` where no other key of an administrator is valid
   */
  revoke(id: string): ListedKey;
  changesToRecord(): readonly IdentityChange[];
}
