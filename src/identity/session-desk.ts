import { createHash, randomBytes } from 'node:crypto';
import type { RecordSignIn } from './sign-in-event.ts';
import type { SignInMethod, StaffAccount, StaffSession } from './staff.ts';
import type { StaffSessions } from './staff-store.ts';

const TOKEN_BYTES = 32;
/** Longer than any token made here. */
const MAX_TOKEN_CHARACTERS = 64;
/** A session is noted as used at most this often: every request would be a write otherwise. */
const TOUCH_EVERY_MS = 30_000;

export interface SessionLimits {
  /** A session nobody uses for as long ends. */
  readonly idleMinutes: number;
  /** However busy, a session ends after this. */
  readonly absoluteHours: number;
}

export interface SessionPorts {
  readonly sessions: StaffSessions;
  readonly record: RecordSignIn;
  readonly limits: SessionLimits;
  now(): Date;
}

export interface SessionDesk {
  /** On the record before it answers the token, which is kept nowhere: only its hash is. */
  open(account: StaffAccount, method: SignInMethod): Promise<string>;
  /** `isWork: false` for what a page asks by itself: it keeps nobody signed in. */
  find(token: string, options?: { readonly isWork: boolean }): LiveSession | undefined;
  /** Ends a session; one that is not there is ended already. */
  close(token: string): Promise<void>;
}

export interface LiveSession extends StaffSession {
  /** When it ends at the latest. */
  readonly expiresAt: Date;
}

/** Keeps people signed in: by 32 random bytes their browser holds, for as long as they work, and no longer. */
export function createSessionDesk({ sessions, record, limits, now }: SessionPorts): SessionDesk {
  const idleMs = limits.idleMinutes * 60_000;
  const absoluteMs = limits.absoluteHours * 3_600_000;
  const find = (token: string, { isWork } = { isWork: true }): LiveSession | undefined => {
    if (token === '' || token.length > MAX_TOKEN_CHARACTERS) return undefined;
    const hash = tokenHash(token);
    const session = sessions.find(hash);
    if (session === undefined) return undefined;
    const at = now().getTime();
    const expiresAt = new Date(session.startedAt.getTime() + absoluteMs);
    const unusedMs = at - session.seenAt.getTime();
    if (at >= expiresAt.getTime() || unusedMs >= idleMs) {
      sessions.remove(hash);
      return undefined;
    }
    if (isWork && unusedMs >= TOUCH_EVERY_MS) sessions.touch(hash, new Date(at));
    return { ...session, expiresAt };
  };
  return {
    find,
    open: async function openSession(account, method) {
      const at = now();
      sessions.prune({ startedAt: new Date(at.getTime() - absoluteMs), seenAt: new Date(at.getTime() - idleMs) });
      await record({ kind: 'signed-in', staff: account.id, role: account.role, method });
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      sessions.add(tokenHash(token), { staff: account.id, method, at });
      return token;
    },
    close: async function closeSession(token) {
      const session = find(token);
      if (session === undefined) return;
      sessions.remove(tokenHash(token));
      await record({ kind: 'signed-out', staff: session.account.id, role: session.account.role });
    },
  };
}

/** 256 random bits need no slow hash. */
function tokenHash(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
