import type { FailedAttempts } from './staff-store.ts';

/** Wrong passwords in a row that cost nothing: people mistype. */
const FREE_FAILURES = 5;
/** The first wait; each further wrong password doubles it. */
const FIRST_WAIT_MS = 30_000;
/** Longer waits would let strangers keep somebody out of their work. */
const LONGEST_WAIT_MS = 15 * 60_000;
/** Attempts older than this count no more. */
export const FORGET_AFTER_MS = 24 * 3_600_000;

/** Milliseconds until this name may be tried again; 0 while it may. */
export function waitAfter(attempts: FailedAttempts | undefined, now: Date): number {
  if (attempts === undefined || attempts.failures < FREE_FAILURES) return 0;
  const sinceLast = now.getTime() - attempts.lastAt.getTime();
  if (sinceLast >= FORGET_AFTER_MS) return 0;
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts.failures - FREE_FAILURES));
  // A clock that was set back must not lock for longer than the longest wait.
  return Math.min(LONGEST_WAIT_MS, Math.max(0, wait - sinceLast));
}
