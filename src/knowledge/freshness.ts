const DAY_MS = 86_400_000;
/** Volatile content older than this is stale. */
const FRESH_DAYS = 90;

export interface Freshness {
  readonly ageDays: number;
  readonly stale: boolean;
}

/** Age from the date the document itself names; stale is older than 90 days and volatile, or past its review date. */
export function freshnessOf(
  passage: { readonly updated: string; readonly reviewBy: string | null; readonly volatile: boolean },
  now: Date,
): Freshness {
  const ageDays = Math.max(0, Math.floor((now.getTime() - Date.parse(`${passage.updated}T00:00:00Z`)) / DAY_MS));
  const overdue = passage.reviewBy !== null && now.toISOString().slice(0, 10) > passage.reviewBy;
  return { ageDays, stale: overdue || (passage.volatile && ageDays > FRESH_DAYS) };
}
