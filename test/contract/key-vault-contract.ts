import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyVault } from '../../src/privacy/key-vault.ts';

/** A vault on a secret of its own, and the ways a site changes it. */
export interface VaultUnderContract {
  readonly vault: KeyVault;
  /** The same vault as another process opens it. */
  again(): KeyVault;
  /** A vault of the same kind with another secret. */
  other(): KeyVault;
  /** Makes the secret that comes next, where that is for people to do. */
  prepareNext(): void;
  close(): void;
}

/** Every promise of the port, for one implementation. The maker is called before each test. */
export function keyVaultContract(name: string, make: () => VaultUnderContract): void {
  describe(`key vault contract: ${name}`, () => {
    const key = randomBytes(32);
    let made: VaultUnderContract;
    beforeEach(() => {
      made = make();
    });
    afterEach(() => made.close());

    it('gives back what it wrapped, in this process and another', () => {
      const wrapped = made.vault.wrap(key);
      expect(wrapped.includes(key)).toBe(false);
      expect(made.vault.unwrap(wrapped)).toEqual(key);
      expect(made.again().unwrap(wrapped)).toEqual(key);
      expect(made.vault.wrap(key)).not.toEqual(wrapped);
    }, 30_000);

    it('does not open what another secret wrapped, nor what was changed', () => {
      const wrapped = made.vault.wrap(key);
      expect(made.other().unwrap(wrapped)).toBeUndefined();
      const changed = Buffer.from(wrapped);
      changed.writeUInt8(changed.readUInt8(40) ^ 1, 40);
      expect(made.vault.unwrap(changed)).toBeUndefined();
    }, 30_000);

    it('opens by both secrets while one takes over from the other', () => {
      const before = made.vault.wrap(key);
      made.prepareNext();
      const after = made.vault.wrapNext(key);
      // Nothing is settled by what the present secret wrapped.
      made.vault.settle(before);
      for (const vault of [made.vault, made.again()]) {
        expect(vault.unwrap(before)).toEqual(key);
        expect(vault.unwrap(after)).toEqual(key);
      }
    }, 30_000);

    it('goes on with the next secret once that is settled, as often as it is', () => {
      made.prepareNext();
      const after = made.vault.wrapNext(key);
      for (const vault of [made.vault, made.again(), made.vault]) vault.settle(after);
      expect(made.vault.unwrap(after)).toEqual(key);
      expect(made.again().unwrap(after)).toEqual(key);
      expect(made.again().unwrap(made.vault.wrap(key))).toEqual(key);
    }, 30_000);
  });
}
