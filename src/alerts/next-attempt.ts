/** Seconds before the next attempt, by how many failed already; the last one holds for all after it. */
const pauses = [5, 15, 60, 300, 900, 1_800, 3_600];
/** What arrives later than this helps nobody any more. */
const GIVE_UP_MS = 24 * 3_600_000;
/** Share by which a pause is spread, so that receivers that come back are not met by everybody at once. */
const JITTER = 0.2;

/** Longest pause there is: what seems to be due later was put off by a clock that was ahead. */
export const LONGEST_PAUSE_MS = Math.max(...pauses) * 1_000 * (1 + JITTER);

/** When a message is sent again, null where it is given up. @param random 0–1 */
export function nextAttempt(
  { attempts, createdAt }: { readonly attempts: number; readonly createdAt: string },
  now: Date,
  random: number,
): Date | null {
  const pause = (pauses[Math.min(attempts, pauses.length) - 1] ?? 5) * 1_000;
  const spread = pause * (1 - JITTER + 2 * JITTER * random);
  const due = new Date(now.getTime() + Math.round(spread));
  return due.getTime() - Date.parse(createdAt) > GIVE_UP_MS ? null : due;
}
