/** The nearest-rank percentile of some measurements; 0 where there are none. @param share 0–1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** Rounded to what a reader can use: three digits after the point below ten, one above. */
export function readable(value: number): number {
  const factor = value < 10 ? 1_000 : 10;
  return Math.round(value * factor) / factor;
}
