import { dataClasses } from '../../policy/data-classes.ts';
import { limitOf } from '../../privacy/subject-bundle.ts';
import type { EvidenceFacts } from '../evidence-facts.ts';

/** A purge runs every hour; nothing may be older than its limit by more than this. */
const GRACE_MS = 86_400_000;

export interface RetentionRow {
  readonly class: string;
  readonly basis: string;
  readonly purposes: readonly string[];
  readonly keepDays: number;
  readonly tables: readonly string[];
  readonly rows: number;
  readonly oldest: string | null;
  /** Whether the oldest record is younger than the limit and a day. */
  readonly held: boolean;
}

/** The limit of each class of data beside the oldest record of it. */
export function toRetentionReport({ policy, tables, madeAt, holds, log }: EvidenceFacts) {
  const now = new Date(madeAt);
  const classes: RetentionRow[] = dataClasses.map((name) => {
    const own = tables.filter((one) => one.dataClass === name);
    const { basis, purposes, keepDays } = policy.privacy.classes[name];
    const oldest = own.flatMap((one) => one.oldest ?? []).sort()[0] ?? null;
    const limit = limitOf(now, keepDays).getTime() - GRACE_MS;
    return {
      class: name,
      basis,
      purposes,
      keepDays,
      tables: own.map(({ table }) => table),
      rows: own.reduce((sum, { rows }) => sum + rows, 0),
      oldest,
      held: oldest === null || Date.parse(oldest) >= limit,
    };
  });
  return { at: madeAt, subjectsOnHold: holds, classes, purges: log.tallies.requests.purges };
}
