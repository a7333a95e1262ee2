import type { IdentityChange } from './identity-change.ts';
import type { SignInMethod, StaffAccount, StaffRole, StaffSession } from './staff.ts';

/** An account that is about to be kept: with the hash of a password, or with who a provider says it is. */
export interface NewStaff {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly proof: { readonly passwordHash: string } | { readonly issuer: string; readonly subject: string };
}

/**
 * Accounts of people. Held by `test/contract/staff-store-contract.ts`.
 *
 * - A change and the note that it has to go into the log are kept together or not at all, on the disk when it returns.
 * - `setPassword` and `setDisabled` end every session of the account; so does `setRole`, which a provider may ask for.
 * - `add` with a name or subject that is there already throws `name-taken`.
 */
export interface StaffAccounts {
  list(): readonly StaffAccount[];
  /** The local account of this name, with the hash of its password. */
  findByName(name: string): { readonly account: StaffAccount; readonly passwordHash: string } | undefined;
  findBySubject(issuer: string, subject: string): StaffAccount | undefined;
  /** @throws {IdentityError} `name-taken` */
  add(staff: NewStaff): void;
  setPassword(id: string, passwordHash: string): void;
  setDisabled(id: string, disabled: boolean): void;
  setRole(id: string, role: StaffRole): void;
  changesToRecord(): readonly IdentityChange[];
}

/**
 * Who is signed in, by the hash of what their browser holds. Held by `test/contract/staff-store-contract.ts`.
 *
 * - `find` answers no session of a disabled account, and tells role and name as the account has them now.
 * - `remove` says whether there was one.
 * - `prune` forgets sessions that nobody can use any more.
 */
export interface StaffSessions {
  add(hash: string, session: { readonly staff: string; readonly method: SignInMethod; readonly at: Date }): void;
  find(hash: string): StaffSession | undefined;
  touch(hash: string, at: Date): void;
  remove(hash: string): boolean;
  prune(before: { readonly startedAt: Date; readonly seenAt: Date }): void;
}

/** Wrong passwords in a row for one name. */
export interface FailedAttempts {
  readonly failures: number;
  readonly lastAt: Date;
}

/**
 * Counts attempts by a keyed hash of the name typed. Held by `test/contract/staff-store-contract.ts`.
 *
 * - `count` adds one before the password is looked at, so that attempts made at once do not slip past the bound.
 * - `noteLocked` is true once for each lock: the first attempt that meets it goes into the log.
 */
export interface SignInAttempts {
  find(nameHash: string): FailedAttempts | undefined;
  count(nameHash: string, at: Date): void;
  noteLocked(nameHash: string): boolean;
  clear(nameHash: string): void;
  /** Forgets names nobody has tried since. */
  prune(before: Date): void;
}
