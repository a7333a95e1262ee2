import type { CheckpointVerifier } from './checkpoint-verifier.ts';
import type { LogFindings } from './log-findings.ts';
import type { StoredCheckpoint } from './log-store.ts';
import { isSameHash, type TreeEdge } from './merkle-tree.ts';

/** What every checkpoint is checked with, and where what is wrong goes. */
export interface CheckpointCheck {
  readonly verify: CheckpointVerifier;
  readonly findings: LogFindings;
}

export interface CheckpointWalk {
  /** Checks every checkpoint up to the size the edge has now. */
  visit(edge: TreeEdge): void;
  /** Whatever is left is of more entries than there are. */
  finish(entries: number): void;
  /** Size of the last checkpoint that was visited. */
  latest(): number | undefined;
  count(): number;
}

/**
 * Walks along checkpoints in ascending order while the tree grows past them; reads the first when it first needs it. An
 * iterator that is at its end is asked again at the next visit: what is read in pieces may have more by then.
 */
export function createCheckpointWalk(checkpoints: Iterable<StoredCheckpoint>, check: CheckpointCheck): CheckpointWalk {
  const iterator = checkpoints[Symbol.iterator]();
  let ahead: IteratorResult<StoredCheckpoint> | undefined;
  let latest: number | undefined;
  let count = 0;

  /** The next checkpoint of at most `size` entries, taken off the walk. */
  function take(size: number): StoredCheckpoint | undefined {
    ahead ??= iterator.next();
    if (ahead.done === true) {
      ahead = undefined;
      return undefined;
    }
    if (ahead.value.size > size) return undefined;
    const { value } = ahead;
    ahead = undefined;
    count += 1;
    return value;
  }

  return {
    visit(edge: TreeEdge): void {
      for (let stored = take(edge.size); stored !== undefined; stored = take(edge.size)) {
        checkCheckpoint(stored, edge, check);
        latest = stored.size;
      }
    },
    finish(entries: number): void {
      for (let stored = take(Infinity); stored !== undefined; stored = take(Infinity)) {
        const detail = `A checkpoint is of ${stored.size} entries: ${entries} are stored`;
        check.findings.add('entries-missing', detail, stored.size);
      }
    },
    latest: () => latest,
    count: () => count,
  };
}

function checkCheckpoint(stored: StoredCheckpoint, edge: TreeEdge, { verify, findings }: CheckpointCheck): void {
  const verdict = verify(stored.note);
  if (verdict.kind === 'refused') {
    findings.add('signature-invalid', `The checkpoint of size ${stored.size} is refused: ${verdict.code}`, stored.size);
    return;
  }
  const { size, root } = verdict.checkpoint;
  if (size !== stored.size || size !== edge.size || !isSameHash(root, edge.root())) {
    const detail = `The checkpoint filed under size ${stored.size} is not of the tree the entries make`;
    findings.add('root-mismatch', detail, stored.size);
  }
}

/** Checkpoints from outside come in any order and need not be checkpoints: what is none is a finding. */
export function toAscending(
  notes: readonly string[],
  { verify, findings }: CheckpointCheck,
): readonly StoredCheckpoint[] {
  const checkpoints: StoredCheckpoint[] = [];
  for (const note of notes) {
    const verdict = verify(note);
    if (verdict.kind === 'verified') checkpoints.push({ size: verdict.checkpoint.size, note });
    else findings.add('signature-invalid', `A checkpoint held outside is refused: ${verdict.code}`);
  }
  return checkpoints.sort((left, right) => left.size - right.size);
}
