import type { Membership, ReleasedCount } from './release-counts.ts';

export interface Release {
  readonly name: string;
  readonly at: Date;
  readonly epsilonThousandths: number;
  readonly counts: readonly ReleasedCount[];
}

/**
 * Counts that left the appliance, and what they are counted from.
 *
 * - `publish` answers a release that was made before as it was, and spends nothing. Else it looks at the budget, makes
 *   the release and stores it in one transaction; where the budget is spent, nothing is made.
 */
export interface ReleaseRecords {
  /** @throws {PrivacyError} `budget-spent` */
  publish(wish: ReleaseWish): Promise<Release>;
  /** Subjects and what they asked about, by the time of their turns from `from` until before `until`. */
  intentsOf(period: Period): Promise<readonly Membership[]>;
}

export interface Period {
  readonly from: Date;
  readonly until: Date;
}

export interface ReleaseWish {
  readonly name: string;
  readonly now: Date;
  readonly epsilonThousandths: number;
  /** ε that all releases of the 365 days before may spend together, in thousandths. */
  readonly yearlyThousandths: number;
  make(): readonly ReleasedCount[];
}
