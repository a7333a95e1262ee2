import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { AuditError } from './audit-error.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { hashLength, isLeafCount } from './merkle-tree.ts';
import { createNoteSigner, createNoteVerifier, parseSignedNote, rawPublicKey, type SignedNote } from './signed-note.ts';
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

export interface CheckpointSigner {
  readonly name: string;
  /** The verifier key, one line, for kiosks and auditors. */
  readonly vkey: string;
  /** The signed note that commits to the tree of `size` leaves. The same tree always gives the same text. */
  sign(size: number, root: Uint8Array): string;
}

export type CheckpointVerifier = (text: string) => CheckpointVerdict;

export interface CheckpointSignerOptions {
  readonly name: string;
  readonly privateKey: KeyObject;
}

/**
 * @throws {AuditError} `key-malformed` for a key that is no Ed25519 private key, or a name that holds spaces or plus signs
 */
export function createCheckpointSigner({ name, privateKey }: CheckpointSignerOptions): CheckpointSigner {
  const signer = createNoteSigner(name, privateKey);
  return {
    name,
    vkey: signer.vkey,
    sign(size: number, root: Uint8Array): string {
      return signer.sign(`${name}\n${size}\n${toBase64(root)}\n`);
    },
  };
}

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

/** `confidant/` and eight hex digits of the public key's hash: the origin line of a log signed by this key. */
export function toLogName(key: KeyObject): string {
  const digest = createHash('sha256').update(rawPublicKey(key)).digest('hex');
  return `confidant/${digest.slice(0, 8)}`;
}

/** A fresh key for a fresh log. `privateKeyPem` (PKCS #8) is the secret: it goes into a file only the appliance reads. */
export function generateLogKey(): { readonly name: string; readonly privateKeyPem: string; readonly vkey: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const name = toLogName(privateKey);
  const { vkey } = createCheckpointSigner({ name, privateKey });
  return { name, privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), vkey };
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
