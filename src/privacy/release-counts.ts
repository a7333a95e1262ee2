import { type DrawBelow, drawDiscreteLaplace } from './discrete-laplace.ts';

/** One subject seen in one group, in the order they were seen. */
export interface Membership {
  readonly subject: string;
  readonly group: string;
}

export interface ReleaseSettings {
  /** ε of the whole release, in thousandths. */
  readonly epsilonThousandths: number;
  readonly minimumGroup: number;
  /** Groups one subject may count in; the first ones they were seen in. */
  readonly groupsPerSubject: number;
}

/** Subjects of a group, with noise; null where that comes out below the smallest number that is told. */
export interface ReleasedCount {
  readonly group: string;
  readonly count: number | null;
}

/**
 * Counts subjects by group with noise, so that nobody can tell from all counts together whether one subject is among
 * them: ε-differential privacy for adding or leaving out a subject (Dwork & Roth 2014, theorem 3.6).
 *
 * The smallest number is held against the noisy count: whether the true one is above it would tell of single people.
 *
 * @param groups every group there could be, not only those somebody is in; a group missing from it is not counted
 */
export function releaseCounts(
  seen: readonly Membership[],
  groups: readonly string[],
  settings: ReleaseSettings,
  draw?: DrawBelow,
): readonly ReleasedCount[] {
  const { epsilonThousandths, minimumGroup, groupsPerSubject } = settings;
  const counts = countSubjects(seen, new Set(groups), groupsPerSubject);
  // A subject changes `groupsPerSubject` counts by one each, so the release spends ε on that many together.
  const epsilon = { s: epsilonThousandths, t: 1_000 * groupsPerSubject };
  return groups.map((group) => {
    const noisy = (counts.get(group) ?? 0) + drawDiscreteLaplace(epsilon, draw);
    return { group, count: noisy < minimumGroup ? null : noisy };
  });
}

function countSubjects(
  seen: readonly Membership[],
  groups: ReadonlySet<string>,
  groupsPerSubject: number,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const bySubject = new Map<string, Set<string>>();
  for (const { subject, group } of seen) {
    const own = bySubject.get(subject) ?? new Set();
    bySubject.set(subject, own);
    if (!groups.has(group) || own.has(group) || own.size >= groupsPerSubject) continue;
    own.add(group);
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}
