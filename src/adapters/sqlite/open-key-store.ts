import type { KeyStore, StoredKey } from '../../identity/key-store.ts';
import { type Role, roles } from '../../identity/roles.ts';
import type { SqliteDatabase } from './open-database.ts';

/** API keys by their hash; the keys themselves are in nobody's store. */
export function openKeyStore(database: SqliteDatabase, now: () => Date): KeyStore {
  const find = database.prepare<[string], { key_id: string; role: string; hash: string }>(
    'SELECT key_id, role, hash FROM api_keys WHERE hash = ? AND revoked_at IS NULL',
  );
  const insert = database.prepare('INSERT INTO api_keys (hash, key_id, role, at) VALUES (?, ?, ?, ?)');
  const count = database.prepare('SELECT count(*) FROM api_keys').pluck();
  const addAll = database.transaction((keys: readonly StoredKey[]) => {
    for (const key of keys) insert.run(key.hash, key.keyId, key.role, now().toISOString());
  });
  return {
    find: (hash) => {
      const row = find.get(hash);
      const role: Role | undefined = roles.find((one) => one === row?.role);
      return row && role ? { keyId: row.key_id, role, hash: row.hash } : undefined;
    },
    add: (keys) => addAll(keys),
    isEmpty: () => count.get() === 0,
  };
}
