/** Crashes older than this say nothing about the next start. */
const MEMORY_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 4_000;

/**
 * Milliseconds to wait before the next start: none after one crash, so that a lone fault costs one start,
 * then 0.5 s doubling up to 4 s, so that an engine that cannot live does not eat the machine, and one whose cause of death
 * has gone serves again within seconds.
 *
 * @param crashes times of crashes, oldest first, in milliseconds; the last is the one to recover from
 */
export function restartDelayFor(crashes: readonly number[], now: number): number {
  const recent = crashes.filter((time) => now - time < MEMORY_MS).length;
  if (recent <= 1) return 0;
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (recent - 2));
}
