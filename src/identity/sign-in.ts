import { MOST_PASSWORD_CHARACTERS } from './check-password.ts';
import { IdentityError } from './identity-error.ts';
import { FORGET_AFTER_MS, waitAfter } from './lockout.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { RecordSignIn } from './sign-in-event.ts';
import type { StaffAccount } from './staff.ts';
import { toStaffName } from './staff-name.ts';
import type { SignInAttempts, StaffAccounts } from './staff-store.ts';

export interface SignInPorts {
  readonly accounts: Pick<StaffAccounts, 'findByName'>;
  readonly attempts: SignInAttempts;
  readonly hasher: PasswordHasher;
  readonly record: RecordSignIn;
  /** Keyed hash of a name: one may be typed into it that is a password. */
  hashName(name: string): string;
  now(): Date;
}

export interface Credentials {
  /** As typed. */
  readonly name: string;
  readonly password: string;
}

/** Answers whose name and password these are, or throws. What is thrown does not tell whether the name exists. */
export type SignIn = (credentials: Credentials) => Promise<StaffAccount>;

/**
 * Signs people in by name and password, each attempt on the record before it is answered.
 *
 * The promised answer throws {@link IdentityError} `sign-in-refused`, or `sign-in-locked` after too many wrong passwords.
 */
export function createSignIn(ports: SignInPorts): SignIn {
  const { accounts, attempts, hasher, record } = ports;
  // Held against where no account is, so that an unknown name takes as long as a wrong password.
  const nobody = hasher.hash('a password nobody has');
  // It is awaited at the first sign-in; until then a failure must not count as one nobody sees.
  nobody.catch(() => undefined);
  return async function signIn({ name, password }) {
    const now = ports.now();
    const typed = toStaffName(name);
    const nameHash = ports.hashName(typed);
    attempts.prune(new Date(now.getTime() - FORGET_AFTER_MS));
    const wait = waitAfter(attempts.find(nameHash), now);
    if (wait > 0) throw await refuseLocked(ports, nameHash, wait);
    // Nothing is awaited between the look and the count, or attempts made at once would all pass.
    attempts.count(nameHash, now);
    const found = accounts.findByName(typed);
    const fits = password.length <= MOST_PASSWORD_CHARACTERS;
    const isRight = await hasher.verify(found?.passwordHash ?? (await nobody), fits ? password : '');
    const staff = found ? { staff: found.account.id } : {};
    const refuse = async (cause: 'unknown-name' | 'wrong-password' | 'disabled') => {
      await record({ kind: 'sign-in-refused', method: 'password', cause, ...staff });
      return new IdentityError('sign-in-refused', 'Cannot sign in: name and password do not go together here');
    };
    if (found === undefined) throw await refuse('unknown-name');
    if (!isRight || !fits) throw await refuse('wrong-password');
    if (found.account.disabled) throw await refuse('disabled');
    attempts.clear(nameHash);
    return found.account;
  };
}

async function refuseLocked({ attempts, record }: SignInPorts, nameHash: string, wait: number): Promise<IdentityError> {
  if (attempts.noteLocked(nameHash)) await record({ kind: 'sign-in-refused', method: 'password', cause: 'locked' });
  const retryAfterSeconds = Math.ceil(wait / 1_000);
  return new IdentityError('sign-in-locked', 'Cannot sign in: too many attempts with this name, wait a little', {
    retryAfterSeconds,
  });
}
