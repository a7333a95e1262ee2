import { AuditError } from './audit-error.ts';
import { fromBase64 } from './base64.ts';
import { hashLength, isLeafCount } from './merkle-tree.ts';
import { createNoteVerifier, parseSignedNote, type SignedNote } from './note-verifier.ts';
import { type Refused, refused } from './verdict.ts';

/** What a log says of itself at one moment (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Name of the log. */
  readonly origin: string;
  /** Leaves in the tree. */
  readonly size: number;
  readonly root: Uint8Array;
}

export type CheckpointVerdict = { readonly kind: 'verified'; readonly checkpoint: Checkpoint } | Refused;

export type CheckpointVerifier = (text: string) => CheckpointVerdict;

/**
 * Reads a checkpoint without looking at its signatures: nothing in it may be trusted yet.
 *
 * @throws {AuditError} `note-malformed`, `checkpoint-malformed`
 */
export function parseCheckpoint(text: string): Checkpoint {
  return toCheckpoint(parseSignedNote(text));
}

/**
 * Prepares the key once for many checkpoints.
 *
 * @throws {AuditError} `key-malformed`
 */
export function createCheckpointVerifier(vkey: string): CheckpointVerifier {
  const verifier = createNoteVerifier(vkey);
  return function verifyAgainstKey(text) {
    try {
      const note = parseSignedNote(text);
      const verdict = verifier.verify(note);
      if (verdict.kind === 'refused') return verdict;
      const checkpoint = toCheckpoint(note);
      // One key signs for one log: under another origin the same bytes would speak for another tree.
      if (checkpoint.origin !== verifier.name) return refused('origin-mismatch');
      return { kind: 'verified', checkpoint };
    } catch (fault) {
      return refusalOf(fault);
    }
  };
}

/** Checks form, origin and signature of a checkpoint from anywhere. Never throws. */
export function verifyCheckpoint(text: string, vkey: string): CheckpointVerdict {
  try {
    return createCheckpointVerifier(vkey)(text);
  } catch (fault) {
    return refusalOf(fault);
  }
}

function toCheckpoint({ text }: SignedNote): Checkpoint {
  const [origin, size, encodedRoot, ...extensions] = text.slice(0, -1).split('\n');
  const root = encodedRoot === undefined ? undefined : fromBase64(encodedRoot);
  const leaves = /^(?:0|[1-9][0-9]*)$/.test(size ?? '') ? Number(size) : undefined;
  if (!origin || !isLeafCount(leaves) || root?.length !== hashLength || extensions.includes('')) {
    throw new AuditError('checkpoint-malformed', 'Cannot read checkpoint: its lines are not origin, size and root');
  }
  return { origin, size: leaves, root };
}

function refusalOf(fault: unknown): Refused {
  if (!(fault instanceof AuditError)) throw fault;
  switch (fault.code) {
    case 'key-malformed':
    case 'note-malformed':
    case 'checkpoint-malformed':
      return refused(fault.code);
    default:
      throw fault;
  }
}
