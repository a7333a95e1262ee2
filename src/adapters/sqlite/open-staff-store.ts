import type { IdentityChange } from '../../identity/identity-change.ts';
import { IdentityError } from '../../identity/identity-error.ts';
import { isStaffRole, type SignInMethod, type StaffAccount } from '../../identity/staff.ts';
import type { NewStaff, SignInAttempts, StaffAccounts, StaffSessions } from '../../identity/staff-store.ts';
import type { SqliteDatabase } from './open-database.ts';
import { StoreError } from './store-error.ts';

export interface StaffStore {
  readonly accounts: StaffAccounts;
  readonly sessions: StaffSessions;
  readonly attempts: SignInAttempts;
}

/** Accounts, sessions and attempts, in the tables of migration 008. */
export function openStaffStore(database: SqliteDatabase, now: () => Date): StaffStore {
  return {
    accounts: openAccounts(database, now),
    sessions: openSessions(database),
    attempts: openAttempts(database),
  };
}

interface StaffRow {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly disabled: number;
  readonly issuer: string | null;
  readonly password: string | null;
}

const columns = 'staff.id, staff.name, staff.role, staff.disabled, staff.issuer, staff.password';

function toAccount(row: StaffRow): StaffAccount {
  const { id, name, role } = row;
  if (!isStaffRole(role)) throw new StoreError('store-damaged', 'Cannot read an account: its role is not known');
  return { id, name, role, disabled: row.disabled === 1, method: row.issuer === null ? 'password' : 'oidc' };
}

function openAccounts(database: SqliteDatabase, now: () => Date): StaffAccounts {
  const list = database.prepare<[], StaffRow>(`SELECT ${columns} FROM staff ORDER BY name, id`);
  const byName = database.prepare<[string], StaffRow>(`SELECT ${columns} FROM staff WHERE name = ? AND issuer IS NULL`);
  const bySubject = database.prepare<[string, string], StaffRow>(
    `SELECT ${columns} FROM staff WHERE issuer = ? AND issuer_subject = ?`,
  );
  const insert = database.prepare(
    'INSERT INTO staff (id, name, role, password, issuer, issuer_subject, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const setPassword = database.prepare('UPDATE staff SET password = ? WHERE id = ?');
  const setDisabled = database.prepare('UPDATE staff SET disabled = ? WHERE id = ?');
  const setRole = database.prepare('UPDATE staff SET role = ? WHERE id = ?');
  const endSessions = database.prepare('DELETE FROM staff_sessions WHERE staff = ?');
  const note = database.prepare('INSERT INTO staff_changes (staff, act, at) VALUES (?, ?, ?)');
  const changes = database.prepare<[], IdentityChange>(
    "SELECT 'staff' AS of, id AS change, staff AS target, act, at FROM staff_changes ORDER BY id",
  );
  const change = database.transaction((id: string, act: string, apply: () => void) => {
    apply();
    endSessions.run(id);
    note.run(id, act, now().toISOString());
  });
  const add = ({ id, name, role, proof }: NewStaff): void => {
    const known = 'passwordHash' in proof ? [proof.passwordHash, null, null] : [null, proof.issuer, proof.subject];
    try {
      change.immediate(id, `staff-added-as-${role}`, () => insert.run(id, name, role, ...known, now().toISOString()));
    } catch (error) {
      if (!isTaken(error)) throw error;
      throw new IdentityError('name-taken', 'There is an account of this name');
    }
  };
  return {
    add,
    list: () => list.all().map(toAccount),
    findByName: (name) => {
      const row = byName.get(name);
      return row && row.password !== null ? { account: toAccount(row), passwordHash: row.password } : undefined;
    },
    findBySubject: (issuer, subject) => {
      const row = bySubject.get(issuer, subject);
      return row && toAccount(row);
    },
    setPassword: (id, hash) => change.immediate(id, 'staff-password-set', () => setPassword.run(hash, id)),
    setDisabled: (id, disabled) =>
      change.immediate(id, disabled ? 'staff-disabled' : 'staff-enabled', () => setDisabled.run(Number(disabled), id)),
    setRole: (id, role) => change.immediate(id, `staff-role-set-to-${role}`, () => setRole.run(role, id)),
    changesToRecord: () => changes.all(),
  };
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_UNIQUE';
}

function openSessions(database: SqliteDatabase): StaffSessions {
  const insert = database.prepare(
    'INSERT INTO staff_sessions (hash, staff, method, started_at, seen_at) VALUES (?, ?, ?, ?, ?)',
  );
  const find = database.prepare<
    [string],
    StaffRow & { readonly method: SignInMethod; readonly started_at: string; readonly seen_at: string }
  >(
    `SELECT ${columns}, method, started_at, seen_at FROM staff_sessions
     JOIN staff ON staff.id = staff_sessions.staff WHERE hash = ? AND staff.disabled = 0`,
  );
  const touch = database.prepare('UPDATE staff_sessions SET seen_at = ? WHERE hash = ?');
  const remove = database.prepare('DELETE FROM staff_sessions WHERE hash = ?');
  const prune = database.prepare('DELETE FROM staff_sessions WHERE started_at < ? OR seen_at < ?');
  return {
    add: (hash, { staff, method, at }) => void insert.run(hash, staff, method, at.toISOString(), at.toISOString()),
    find: (hash) => {
      const row = find.get(hash);
      if (row === undefined) return undefined;
      const { method, started_at: startedAt, seen_at: seenAt } = row;
      return { account: toAccount(row), method, startedAt: new Date(startedAt), seenAt: new Date(seenAt) };
    },
    touch: (hash, at) => void touch.run(at.toISOString(), hash),
    remove: (hash) => remove.run(hash).changes > 0,
    prune: ({ startedAt, seenAt }) => void prune.run(startedAt.toISOString(), seenAt.toISOString()),
  };
}

function openAttempts(database: SqliteDatabase): SignInAttempts {
  const find = database.prepare<[string], { readonly failures: number; readonly last_at: string }>(
    'SELECT failures, last_at FROM sign_in_failures WHERE name_hash = ?',
  );
  const count = database.prepare(
    `INSERT INTO sign_in_failures (name_hash, failures, last_at) VALUES (?, 1, ?)
     ON CONFLICT DO UPDATE SET failures = failures + 1, last_at = excluded.last_at, lock_noted = 0`,
  );
  const noteLocked = database.prepare(
    'UPDATE sign_in_failures SET lock_noted = 1 WHERE name_hash = ? AND lock_noted = 0',
  );
  const clear = database.prepare('DELETE FROM sign_in_failures WHERE name_hash = ?');
  const prune = database.prepare('DELETE FROM sign_in_failures WHERE last_at < ?');
  return {
    find: (nameHash) => {
      const row = find.get(nameHash);
      return row && { failures: row.failures, lastAt: new Date(row.last_at) };
    },
    count: (nameHash, at) => void count.run(nameHash, at.toISOString()),
    noteLocked: (nameHash) => noteLocked.run(nameHash).changes > 0,
    clear: (nameHash) => void clear.run(nameHash),
    prune: (before) => void prune.run(before.toISOString()),
  };
}
