import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyHash, newApiKey } from '../../src/identity/api-keys.ts';
import type { RecordedChange } from '../../src/identity/identity-change.ts';
import type { KeyRegister } from '../../src/identity/key-register.ts';
import type { KeyStore } from '../../src/identity/key-store.ts';
import type { Role } from '../../src/identity/roles.ts';

interface Keys {
  readonly register: KeyRegister;
  /** What the appliance recognises callers by, on the same keys. */
  readonly store: KeyStore;
}

export interface KeyRegisterUnderContract extends Keys {
  /** What the commit of its entry does with a change. */
  forget(change: RecordedChange): void;
  /** Opens both again on what was stored. */
  reopen(): Keys;
  close(): void;
}

/** Every promise of the port, for one implementation. The maker is called before each test. */
export function keyRegisterContract(name: string, make: () => KeyRegisterUnderContract): void {
  describe(`key register contract: ${name}`, () => {
    let made: KeyRegisterUnderContract;
    beforeEach(() => {
      made = make();
    });
    afterEach(() => made.close());

    const issue = (role: Role, called: string | null = null) => {
      const hash = keyHash(newApiKey(role));
      return { hash, ...made.register.issue({ role, name: called, hash }) };
    };

    it('gives each key the next id of its role, and recognises it by its hash', () => {
      made.store.add([{ keyId: 'k_kiosk_1', role: 'kiosk', hash: keyHash('first') }]);
      made.store.add([{ keyId: 'k_of_another_shape', role: 'agent', hash: keyHash('other') }]);
      const keys = [issue('kiosk', 'lobby'), issue('agent'), issue('kiosk')];
      expect(keys.map(({ id }) => id)).toEqual(['k_kiosk_2', 'k_agent_1', 'k_kiosk_3']);
      for (const { store, register } of [made, made.reopen()]) {
        for (const { id, role, hash } of keys) expect(store.find(hash)).toEqual({ keyId: id, role, hash });
        expect(register.list().map((one) => [one.id, one.name, one.revoked])).toEqual([
          ['k_kiosk_1', null, null],
          ['k_kiosk_2', 'lobby', null],
          ['k_kiosk_3', null, null],
          ['k_of_another_shape', null, null],
          ['k_agent_1', null, null],
        ]);
      }
    });

    it('lists nothing that recognises a key', () => {
      const { hash } = issue('kiosk');
      expect(JSON.stringify(made.register.list())).not.toContain(hash);
    });

    it('finds a revoked key no more, keeps it in the list, and never gives its id again', () => {
      const { id, hash } = issue('kiosk');
      const revoked = made.register.revoke(id);
      expect(revoked).toMatchObject({ id, revoked: expect.stringMatching(/Z$/u) });
      expect(made.register.revoke(id)).toEqual(revoked);
      for (const { store, register } of [made, made.reopen()]) {
        expect(store.find(hash)).toBeUndefined();
        expect(register.list()).toEqual([revoked]);
        expect(store.isEmpty()).toBe(false);
      }
      expect(issue('kiosk').id).toBe('k_kiosk_2');
    });

    it('knows no key by a part of an id or by its hash', () => {
      const { hash } = issue('kiosk');
      for (const id of ['', 'k_kiosk', 'k_kiosk_2', 'K_KIOSK_1', hash]) {
        expect(() => made.register.revoke(id)).toThrow(expect.objectContaining({ code: 'key-not-found' }));
      }
    });

    it('keeps the last valid key of an administrator, and lets go of any other', () => {
      const [first, second, kiosk] = [issue('admin'), issue('admin'), issue('kiosk')];
      made.register.revoke(first.id);
      made.register.revoke(kiosk.id);
      expect(() => made.register.revoke(second.id)).toThrow(expect.objectContaining({ code: 'last-admin-key' }));
      expect(made.store.find(second.hash)).toBeDefined();
      issue('admin');
      made.register.revoke(second.id);
      expect(made.store.find(second.hash)).toBeUndefined();
    });

    it('keeps every change for the log until it is on the record, once', () => {
      issue('admin');
      const { id } = issue('kiosk', 'lobby');
      made.register.revoke(id);
      made.register.revoke(id);
      expect(() => made.register.revoke('k_admin_1')).toThrow();
      const { register } = made.reopen();
      const changes = register.changesToRecord();
      expect(changes.map(({ of, act, target }) => `${of} ${target} ${act}`)).toEqual([
        'key k_admin_1 key-added-as-admin',
        'key k_kiosk_1 key-added-as-kiosk',
        'key k_kiosk_1 key-revoked',
      ]);
      for (const change of changes.slice(0, 2)) made.forget(change);
      expect(() => made.forget({ of: 'key', change: changes[0]?.change ?? 0 })).toThrow();
      expect(made.register.changesToRecord().map(({ act }) => act)).toEqual(['key-revoked']);
    });

    it('gives no two keys one hash', () => {
      const { hash } = issue('kiosk');
      expect(() => made.register.issue({ role: 'kiosk', name: null, hash })).toThrow();
      expect(made.register.list()).toHaveLength(1);
      expect(made.register.changesToRecord()).toHaveLength(1);
    });
  });
}
