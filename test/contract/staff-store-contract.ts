import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordedChange } from '../../src/identity/identity-change.ts';
import type { NewStaff, SignInAttempts, StaffAccounts, StaffSessions } from '../../src/identity/staff-store.ts';

interface Stores {
  readonly accounts: StaffAccounts;
  readonly sessions: StaffSessions;
  readonly attempts: SignInAttempts;
}

export interface StaffStoreUnderContract extends Stores {
  /** What the commit of its entry does with a change. */
  forget(change: RecordedChange): void;
  /** Opens the stores again on what was stored. */
  reopen(): Stores;
  close(): void;
}

const robin: NewStaff = { id: 'u_1', name: 'robin', role: 'agent', proof: { passwordHash: 'hash one' } };
const kim: NewStaff = { id: 'u_2', name: 'kim', role: 'reviewer', proof: { issuer: 'https://a', subject: '7' } };
const at = new Date('2026-11-21T09:00:00.000Z');
const later = new Date('2026-11-21T10:00:00.000Z');

/** Every promise of the three ports, for one implementation. The maker is called before each test. */
export function staffStoreContract(name: string, make: () => StaffStoreUnderContract): void {
  describe(`staff store contract: ${name}`, () => {
    let made: StaffStoreUnderContract;
    beforeEach(() => {
      made = make();
    });
    afterEach(() => made.close());

    it('finds accounts by name or by subject, each by its own alone, also after it was opened again', () => {
      made.accounts.add(robin);
      made.accounts.add(kim);
      for (const { accounts } of [made, made.reopen()]) {
        const found = { id: 'u_1', name: 'robin', role: 'agent', disabled: false, method: 'password' };
        expect(accounts.findByName('robin')).toEqual({ account: found, passwordHash: 'hash one' });
        expect(accounts.findBySubject('https://a', '7')).toMatchObject({ id: 'u_2', method: 'oidc' });
        expect(accounts.findByName('kim')).toBeUndefined();
        expect(accounts.findBySubject('https://b', '7')).toBeUndefined();
        expect(accounts.list().map(({ id }) => id)).toEqual(['u_2', 'u_1']);
      }
    });

    it('takes a name or a subject once, and the name of a provider beside a local one', () => {
      made.accounts.add(robin);
      made.accounts.add(kim);
      for (const second of [
        { ...robin, id: 'u_3' },
        { ...kim, id: 'u_4', name: 'another' },
      ]) {
        expect(() => made.accounts.add(second)).toThrow(expect.objectContaining({ code: 'name-taken' }));
      }
      made.accounts.add({ ...kim, id: 'u_5', name: 'robin', proof: { issuer: 'https://a', subject: '8' } });
      expect(made.accounts.findByName('robin')?.account.id).toBe('u_1');
      expect(made.accounts.changesToRecord()).toHaveLength(3);
    });

    it('keeps every change for the log until it is on the record, once', () => {
      made.accounts.add(robin);
      made.accounts.setPassword('u_1', 'hash two');
      made.accounts.setDisabled('u_1', true);
      made.accounts.setDisabled('u_1', false);
      made.accounts.setRole('u_1', 'admin');
      const { accounts } = made.reopen();
      const changes = accounts.changesToRecord();
      expect(changes.map(({ act, target }) => `${target} ${act}`)).toEqual([
        'u_1 staff-added-as-agent',
        'u_1 staff-password-set',
        'u_1 staff-disabled',
        'u_1 staff-enabled',
        'u_1 staff-role-set-to-admin',
      ]);
      for (const change of changes.slice(0, 4)) made.forget(change);
      expect(() => made.forget({ of: 'staff', change: changes[0]?.change ?? 0 })).toThrow();
      expect(made.accounts.changesToRecord().map(({ act }) => act)).toEqual(['staff-role-set-to-admin']);
      expect(made.accounts.findByName('robin')).toMatchObject({ passwordHash: 'hash two', account: { role: 'admin' } });
    });

    it.each([
      ['a password', (accounts: StaffAccounts) => accounts.setPassword('u_1', 'other')],
      ['being disabled', (accounts: StaffAccounts) => accounts.setDisabled('u_1', true)],
      ['a role', (accounts: StaffAccounts) => accounts.setRole('u_1', 'auditor')],
    ])('ends the sessions of an account, and of no other, with %s', (_what, change) => {
      made.accounts.add(robin);
      made.accounts.add(kim);
      for (const [hash, staff] of [
        ['a', 'u_1'],
        ['b', 'u_1'],
        ['c', 'u_2'],
      ] as const) {
        made.sessions.add(hash, { staff, method: 'password', at });
      }
      change(made.accounts);
      made.accounts.setDisabled('u_1', false);
      const { sessions } = made.reopen();
      expect(['a', 'b', 'c'].filter((hash) => sessions.find(hash) !== undefined)).toEqual(['c']);
    });

    it('keeps sessions until they are removed or too old', () => {
      made.accounts.add(robin);
      for (const hash of ['a', 'b', 'c']) made.sessions.add(hash, { staff: 'u_1', method: 'password', at });
      made.sessions.touch('a', later);
      expect(made.reopen().sessions.find('a')).toMatchObject({ account: { id: 'u_1' }, startedAt: at, seenAt: later });
      expect([made.sessions.remove('b'), made.sessions.remove('b')]).toEqual([true, false]);
      made.sessions.prune({ startedAt: at, seenAt: later });
      expect(['a', 'b', 'c'].filter((hash) => made.sessions.find(hash) !== undefined)).toEqual(['a']);
      made.sessions.prune({ startedAt: later, seenAt: at });
      expect(made.sessions.find('a')).toBeUndefined();
    });

    it('counts attempts for a name until they are cleared or old, and tells a lock once', () => {
      expect(made.attempts.find('n')).toBeUndefined();
      made.attempts.count('n', at);
      made.attempts.count('n', later);
      made.attempts.count('m', at);
      expect(made.reopen().attempts.find('n')).toEqual({ failures: 2, lastAt: later });
      expect([made.attempts.noteLocked('n'), made.attempts.noteLocked('n')]).toEqual([true, false]);
      made.attempts.count('n', later);
      expect(made.attempts.noteLocked('n')).toBe(true);
      made.attempts.prune(later);
      expect(made.attempts.find('m')).toBeUndefined();
      made.attempts.clear('n');
      expect(made.attempts.find('n')).toBeUndefined();
    });
  });
}
