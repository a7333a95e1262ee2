import type { IdentityChange } from '../../identity/identity-change.ts';
import { IdentityError } from '../../identity/identity-error.ts';
import type { KeyRegister, ListedKey } from '../../identity/key-register.ts';
import { type Role, roles } from '../../identity/roles.ts';
import type { SqliteDatabase } from './open-database.ts';
import { StoreError } from './store-error.ts';

interface KeyRow {
  readonly id: string;
  readonly role: string;
  readonly name: string | null;
  readonly made: string;
  readonly revoked: string | null;
}

const columns = 'key_id AS id, role, name, at AS made, revoked_at AS revoked';
const admin: Role = 'admin';

/** Keys as a command makes them and takes them back, in the tables of `015-keys-and-page-cleaning.sql`. */
export function openKeyRegister(database: SqliteDatabase, now: () => Date): KeyRegister {
  const list = database.prepare<[], KeyRow>(`SELECT ${columns} FROM api_keys`);
  const find = database.prepare<[string], KeyRow>(`SELECT ${columns} FROM api_keys WHERE key_id = ?`);
  const insert = database.prepare('INSERT INTO api_keys (hash, key_id, role, name, at) VALUES (?, ?, ?, ?, ?)');
  const others = database
    .prepare<[string, string], number>(
      'SELECT count(*) FROM api_keys WHERE role = ? AND revoked_at IS NULL AND key_id <> ?',
    )
    .pluck();
  const end = database.prepare('UPDATE api_keys SET revoked_at = ? WHERE key_id = ?');
  const note = database.prepare('INSERT INTO key_changes (key_id, act, at) VALUES (?, ?, ?)');
  const changes = database.prepare<[], IdentityChange>(
    "SELECT 'key' AS of, id AS change, key_id AS target, act, at FROM key_changes ORDER BY id",
  );
  const getKey = (id: string): ListedKey => {
    const row = find.get(id);
    if (row) return toListedKey(row);
    throw new IdentityError('key-not-found', 'There is no key with this id: see `npm run keys -- list`');
  };
  const issue = database.transaction<KeyRegister['issue']>(({ role, name, hash }) => {
    const id = `k_${role}_${1 + Math.max(0, ...list.all().map((row) => numberOf(row.id, role)))}`;
    const at = now().toISOString();
    insert.run(hash, id, role, name, at);
    note.run(id, `key-added-as-${role}`, at);
    return getKey(id);
  });
  const revoke = database.transaction<KeyRegister['revoke']>((id) => {
    const key = getKey(id);
    if (key.revoked !== null) return key;
    if (key.role === admin && others.get(admin, id) === 0) {
      throw new IdentityError(
        'last-admin-key',
        'Cannot revoke the last key of an administrator: make another first, with `npm run keys -- add --role admin`',
      );
    }
    const at = now().toISOString();
    end.run(at, id);
    note.run(id, 'key-revoked', at);
    return { ...key, revoked: at };
  });
  return {
    list: () => list.all().map(toListedKey).sort(byRoleAndNumber),
    issue: (key) => issue.immediate(key),
    revoke: (id) => revoke.immediate(id),
    changesToRecord: () => changes.all(),
  };
}

function toListedKey(row: KeyRow): ListedKey {
  const role = roles.find((one) => one === row.role);
  if (role === undefined) throw new StoreError('store-damaged', 'Cannot read a key: its role is not known');
  return { ...row, role };
}

/** Zero for an id of another shape. */
function numberOf(id: string, role: string): number {
  const start = `k_${role}_`;
  const rest = id.startsWith(start) ? id.slice(start.length) : '';
  return /^\d{1,15}$/u.test(rest) ? Number(rest) : 0;
}

function byRoleAndNumber(one: ListedKey, other: ListedKey): number {
  const byRole = roles.indexOf(one.role) - roles.indexOf(other.role);
  return byRole || numberOf(one.id, one.role) - numberOf(other.id, other.role) || (one.id < other.id ? -1 : 1);
}
