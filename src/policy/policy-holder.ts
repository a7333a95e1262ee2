import type { PolicyAddressee, PolicySet } from './parse-policy-set.ts';
import { PolicyError } from './policy-error.ts';
import type { PolicySnapshot } from './policy-snapshot.ts';

/** What changed when policy was read again. */
export type PolicyChange =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'changed'; readonly from: string; readonly to: string }
  | { readonly kind: 'rejected'; readonly findings: readonly string[] };

/** The policy in force. A turn takes the `current` one of its conversation once and keeps that snapshot to its end. */
export interface PolicyHolder {
  /** With the layers of a conversation laid over it; without one, as it is for everybody. */
  current(of?: PolicyAddressee): PolicySnapshot;
  /** Findings of the files as they stand, while the last good set stays in force; empty when the files are in force. */
  problems(): readonly string[];
  /** Reads the files again; a bad set changes nothing but `problems()`. */
  reload(): PolicyChange;
}

/**
 * @param read reads the files and parses them; throws {@link PolicyError} when they are bad
 * @param lastGood the set to hold when the files are bad at start
 * @throws what `read` throws, when there is no last good set
 */
export function createPolicyHolder(read: () => PolicySet, lastGood: PolicySet | null): PolicyHolder {
  let problems: readonly string[] = [];
  let set = lastGood;
  try {
    set = read();
  } catch (error) {
    if (set === null) throw error;
    problems = findingsOf(error);
  }
  const held = { set };
  return {
    current: (of) => (of === undefined ? held.set.base : held.set.policyFor(of)),
    problems: () => problems,
    reload: function reloadPolicy() {
      try {
        const next = read();
        problems = [];
        if (next.hash === held.set.hash) return { kind: 'unchanged' };
        const from = held.set.hash;
        held.set = next;
        return { kind: 'changed', from, to: next.hash };
      } catch (error) {
        problems = findingsOf(error);
        return { kind: 'rejected', findings: problems };
      }
    },
  };
}

function findingsOf(error: unknown): readonly string[] {
  if (error instanceof PolicyError) return error.findings;
  return [error instanceof Error ? error.message : 'policy cannot be read'];
}
