import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticator } from './api-keys.ts';
import { ensureFirstKeys } from './first-keys.ts';
import type { KeyStore, StoredKey } from './key-store.ts';
import { roles } from './roles.ts';

class MemoryKeyStore implements KeyStore {
  readonly keys: StoredKey[] = [];
  find(hash: string): StoredKey | undefined {
    return this.keys.find((key) => key.hash === hash);
  }
  add(keys: readonly StoredKey[]): void {
    this.keys.push(...keys);
  }
  isEmpty(): boolean {
    return this.keys.length === 0;
  }
}

describe('ensureFirstKeys', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'first-keys-'));
    file = join(folder, 'data', 'keys.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes one key a role into a file only its owner reads', async () => {
    const store = new MemoryKeyStore();
    const keys = await ensureFirstKeys(file, store);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(keys);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'data'))).toEqual(['keys.json']);
    const authenticate = createAuthenticator(store);
    for (const role of roles) expect(await authenticate(keys?.[role] ?? '')).toMatchObject({ role });
  });

  it('keeps only hashes in the store', async () => {
    const store = new MemoryKeyStore();
    const keys = await ensureFirstKeys(file, store);
    const kept = JSON.stringify(store.keys);
    for (const key of Object.values(keys ?? {})) expect(kept).not.toContain(key);
    for (const key of store.keys) expect(key.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('makes nothing again once the store has keys, file or no file', async () => {
    const store = new MemoryKeyStore();
    const keys = await ensureFirstKeys(file, store);
    await rm(file);
    expect(await ensureFirstKeys(file, store)).toBeUndefined();
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await createAuthenticator(store)(keys?.kiosk ?? '')).toMatchObject({ role: 'kiosk' });
  });

  it('takes over the keys of a file whose store never heard of them', async () => {
    const keys = await ensureFirstKeys(file, new MemoryKeyStore());
    const store = new MemoryKeyStore();
    expect(await ensureFirstKeys(file, store)).toEqual(keys);
    expect(store.keys).toHaveLength(roles.length);
  });

  it.each(['', '{', '{"kiosk":"cfd_kiosk_short"}', '[]', 'null'])(
    'refuses a damaged file %j and adds nothing',
    async (text) => {
      file = join(folder, 'keys.json');
      await writeFile(file, text);
      const store = new MemoryKeyStore();
      await expect(ensureFirstKeys(file, store)).rejects.toMatchObject({ code: 'keys-file-invalid' });
      expect(store.isEmpty()).toBe(true);
    },
  );

  it('reports a place that cannot be written and adds nothing', async () => {
    await writeFile(join(folder, 'data'), 'a file where the folder goes');
    const store = new MemoryKeyStore();
    await expect(ensureFirstKeys(file, store)).rejects.toMatchObject({ code: 'keys-file-failed' });
    expect(store.isEmpty()).toBe(true);
  });
});
