import { openReleases } from './adapters/sqlite/open-releases.ts';
import type { Store } from './compose-store.ts';
import { commitEntry } from './pipeline/commit-entry.ts';
import type { PolicySnapshot } from './policy/policy-snapshot.ts';
import { releaseCounts } from './privacy/release-counts.ts';
import type { Period, Release } from './privacy/release-records.ts';

export interface ReleaseCountsWish extends Period {
  /** What this release is called from now on: asked again, it is told the same again. */
  readonly name: string;
}

/**
 * How many customers asked about what, with noise, for somebody outside. Every telling is on the record before it is
 * answered.
 *
 * @throws {PrivacyError} `budget-spent`
 */
export async function publishIntentCounts(
  store: Pick<Store, 'database' | 'ledger'>,
  { policy, now }: { readonly policy: PolicySnapshot; now(): Date },
  { name, from, until }: ReleaseCountsWish,
): Promise<Release> {
  const releases = openReleases(store.database);
  const settings = policy.files.privacy.releases;
  // Every intent of policy, asked about or not: which groups are told must not depend on who is in them.
  const groups = policy.files.intents.intents.map(({ id }) => id);
  const seen = await releases.intentsOf({ from, until });
  const release = await releases.publish({
    name,
    now: now(),
    epsilonThousandths: settings.epsilonThousandths,
    yearlyThousandths: settings.yearlyThousandths,
    make: () => releaseCounts(seen, groups, settings),
  });
  const actor = { role: 'operator', key: 'command' } as const;
  await commitEntry(store, {
    v: 2,
    kind: 'admin-act',
    at: now().toISOString(),
    actor,
    act: 'counts-told',
    target: name,
  });
  return release;
}
