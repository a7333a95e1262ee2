import type { LogEntry } from '../../audit/entry-format.ts';

/** An entry of the log without its texts, which no report needs. */
export interface TalliedEntry {
  readonly index: number;
  /** Base64 of its leaf hash. */
  readonly leaf: string;
  readonly entry: LogEntry;
}

/** Counts something over the whole log in one pass; `report` may be asked for at the end. */
export interface Tally<Report> {
  add(one: TalliedEntry): void;
  report(): Report;
}

/** Adds one to a count. */
export function countUp(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Counts in the order of their names, so that the same log gives the same bytes. */
export function toCounts(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Nearest-rank percentile of milliseconds; null where nothing was measured. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
