import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyHash, newApiKey } from '../../src/identity/api-keys.ts';
import type { KeyStore, StoredKey } from '../../src/identity/key-store.ts';
import { roles } from '../../src/identity/roles.ts';

export interface KeyStoreUnderContract {
  readonly store: KeyStore;
  /** Opens the store again on what was stored. */
  reopen(): KeyStore;
  close(): void;
}

/** Every promise of the port, for one implementation. The maker is called before each test. */
export function keyStoreContract(name: string, make: () => KeyStoreUnderContract): void {
  describe(`key store contract: ${name}`, () => {
    let made: KeyStoreUnderContract;
    beforeEach(() => {
      made = make();
    });
    afterEach(() => made.close());

    it('finds every key by its hash, also after it was opened again', () => {
      const keys = roles.map((role) => givenKey(`k_${role}_1`, role));
      made.store.add(keys);
      for (const store of [made.store, made.reopen()]) {
        for (const key of keys) expect(store.find(key.hash)).toEqual(key);
      }
    });

    it('finds nothing by another hash, a key id or a part', () => {
      const key = givenKey('k_kiosk_1', 'kiosk');
      made.store.add([key]);
      for (const hash of ['', 'k_kiosk_1', key.hash.slice(0, -1), key.hash.toUpperCase(), keyHash('other'), '%']) {
        expect(made.store.find(hash)).toBeUndefined();
      }
    });

    it('is empty until the first key, and never again', () => {
      expect(made.store.isEmpty()).toBe(true);
      made.store.add([]);
      expect(made.store.isEmpty()).toBe(true);
      made.store.add([givenKey('k_kiosk_1', 'kiosk')]);
      expect(made.store.isEmpty()).toBe(false);
      expect(made.reopen().isEmpty()).toBe(false);
    });

    it('adds all keys or none', () => {
      const first = givenKey('k_kiosk_1', 'kiosk');
      made.store.add([first]);
      const fresh = givenKey('k_kiosk_2', 'kiosk');
      expect(() => made.store.add([fresh, givenKey('k_kiosk_1', 'kiosk')])).toThrow();
      expect(() => made.store.add([fresh, { ...first, keyId: 'k_kiosk_3' }])).toThrow();
      expect(made.store.find(fresh.hash)).toBeUndefined();
      expect(made.store.find(first.hash)).toEqual(first);
    });
  });
}

function givenKey(keyId: string, role: StoredKey['role']): StoredKey {
  return { keyId, role, hash: keyHash(newApiKey(role)) };
}
