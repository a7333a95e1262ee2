import { PolicyError } from './policy-error.ts';
import type { PolicySnapshot } from './policy-snapshot.ts';

/** What changed when policy was read again. */
export type PolicyChange =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'changed'; readonly from: string; readonly to: string }
  | { readonly kind: 'rejected'; readonly findings: readonly string[] };

/** The policy in force. A turn takes `current()` once and keeps that snapshot to its end. */
export interface PolicyHolder {
  current(): PolicySnapshot;
  /** Findings of the files as they stand, while the last good snapshot stays in force; empty when the files are in force. */
  problems(): readonly string[];
  /** Reads the files again; a bad set changes nothing but `problems()`. */
  reload(): PolicyChange;
}

/**
 * @param read reads the files and parses them; throws {@link PolicyError} when they are bad
 * @param lastGood the snapshot to hold when the files are bad at start
 * @throws what `read` throws, when there is no last good snapshot
 */
export function createPolicyHolder(read: () => PolicySnapshot, lastGood: PolicySnapshot | null): PolicyHolder {
  let problems: readonly string[] = [];
  let snapshot = lastGood;
  try {
    snapshot = read();
  } catch (error) {
    if (snapshot === null) throw error;
    problems = findingsOf(error);
  }
  const held = { snapshot };
  return {
    current: () => held.snapshot,
    problems: () => problems,
    reload: function reloadPolicy() {
      try {
        const next = read();
        problems = [];
        if (next.hash === held.snapshot.hash) return { kind: 'unchanged' };
        const from = held.snapshot.hash;
        held.snapshot = next;
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
