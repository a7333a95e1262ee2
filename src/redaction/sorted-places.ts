/**
 * Place of the last number that is at most `limit` in a rising row; -1 where there is none. Halves the row at each step:
 * rows grow with the text, and every finding asks.
 */
export function findLastAtMost(rising: readonly number[], limit: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
