/** A score that should be higher for those that are positive. */
export interface Scored {
  readonly score: number;
  readonly positive: boolean;
}

/**
 * How often a positive scores above a negative, ties half: 0.5 is chance, 1 perfect. Null where one kind is missing.
 *
 * @see Mann & Whitney, "On a test of whether one of two random variables is stochastically larger", 1947
 */
export function areaUnderRoc(scored: readonly Scored[]): number | null {
  const positives = scored.filter(({ positive }) => positive).length;
  const negatives = scored.length - positives;
  if (positives === 0 || negatives === 0) return null;
  const sorted = scored.toSorted((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    let tiedPositives = 0;
    for (; end < sorted.length && sorted[end]?.score === sorted[start]?.score; end += 1) {
      tiedPositives += sorted[end]?.positive ? 1 : 0;
    }
    // Those that tie share the mean of the ranks they take up, counted from 1.
    rankSum += tiedPositives * ((start + 1 + end) / 2);
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * The lowest threshold at or below which this share of the scores lies: what stops everything up to it stops so many.
 * Negative infinity for no scores.
 */
export function thresholdStopping(scores: readonly number[], share: number): number {
  const sorted = scores.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NEGATIVE_INFINITY;
}
