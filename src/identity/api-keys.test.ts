import { describe, expect, it } from 'vitest';
import { createAuthenticator, keyHash, newApiKey } from './api-keys.ts';
import type { StoredKey } from './key-store.ts';
import { roles } from './roles.ts';

describe('newApiKey', () => {
  it.each(roles)('names the role %s and carries 32 random bytes', (role) => {
    const key = newApiKey(role);
    expect(key).toMatch(new RegExp(`^cfd_${role}_[A-Za-z0-9_-]{43}$`));
    expect(Buffer.from(key.slice(`cfd_${role}_`.length), 'base64url')).toHaveLength(32);
    expect(newApiKey(role)).not.toBe(key);
  });
});

describe('keyHash', () => {
  it('is SHA-256 in hex (FIPS 180-2, example "abc")', () => {
    expect(keyHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('createAuthenticator', () => {
  const key = newApiKey('agent');
  const stored: StoredKey = { keyId: 'k_agent_1', role: 'agent', hash: keyHash(key) };
  const asked: string[] = [];
  const authenticate = createAuthenticator({
    find: (hash) => {
      asked.push(hash);
      return hash === stored.hash ? stored : undefined;
    },
  });

  it('knows the holder of a stored key, without its hash', async () => {
    expect(await authenticate(key)).toEqual({ keyId: 'k_agent_1', role: 'agent' });
  });

  it('knows nobody by a cut, changed, empty or foreign key', async () => {
    for (const wrong of [key.slice(0, -1), `${key}x`, '', newApiKey('agent'), stored.hash]) {
      expect(await authenticate(wrong)).toBeUndefined();
    }
  });

  it('refuses an overlong key before hashing it', async () => {
    const before = asked.length;
    expect(await authenticate('k'.repeat(1_000_000))).toBeUndefined();
    expect(asked).toHaveLength(before);
  });
});
