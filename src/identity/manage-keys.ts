import { keyHash, newApiKey } from './api-keys.ts';
import { IdentityError } from './identity-error.ts';
import type { KeyRegister, ListedKey } from './key-register.ts';
import type { Role } from './roles.ts';

const nameShape = /^[\p{L}\p{N}](?:[\p{L}\p{N}._ -]{0,62}[\p{L}\p{N}])?$/u;

/** A key with its secret: shown once to whoever asked for it, and kept nowhere. */
export interface IssuedKey extends ListedKey {
  readonly key: string;
}

/** What an operator does with keys. Every method throws {@link IdentityError} alone. */
export interface KeyDesk {
  list(): readonly ListedKey[];
  /** @throws {IdentityError} `name-invalid` */
  add(role: Role, name: string | null): IssuedKey;
  /** @throws {IdentityError} `key-not-found`, `last-admin-key` */
  revoke(id: string): ListedKey;
}

export function createKeyDesk(register: Pick<KeyRegister, 'list' | 'issue' | 'revoke'>): KeyDesk {
  return {
    list: register.list,
    add: function addKey(role, typed) {
      const name = typed === null ? null : parseKeyName(typed);
      const key = newApiKey(role);
      return { ...register.issue({ role, name, hash: keyHash(key) }), key };
    },
    revoke: (id) => register.revoke(id.trim()),
  };
}

function parseKeyName(typed: string): string {
  const name = typed.normalize('NFKC').trim();
  if (nameShape.test(name)) return name;
  throw new IdentityError(
    'name-invalid',
    'Cannot use this name: take 1 to 64 letters and digits, with ".", "_", "-" or spaces between them',
  );
}
