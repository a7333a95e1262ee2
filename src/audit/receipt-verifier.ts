import { fromBase64 } from './base64.ts';
import type { CheckpointVerdict, CheckpointVerifier } from './checkpoint-verifier.ts';
import { refused } from './verdict.ts';
import { verifyInclusion } from './verify-proof.ts';

/** A receipt as it came: the appliance under examination wrote every field. Hashes are base64. */
export interface ReceiptFields {
  readonly index: number;
  readonly leaf: string;
  /** Signed note of the tree of `size` leaves. */
  readonly checkpoint: string;
  readonly size: number;
  readonly hashes: readonly string[];
}

/** Whether the leaf is in the tree of the checkpoint, and the checkpoint of the log. Never throws. */
export type ReceiptVerifier = (receipt: ReceiptFields) => CheckpointVerdict;

export function createReceiptVerifier(verify: CheckpointVerifier): ReceiptVerifier {
  return function verifyReceiptFields({ index, leaf, checkpoint, size, hashes }) {
    const signed = verify(checkpoint);
    if (signed.kind === 'refused') return signed;
    if (signed.checkpoint.size !== size) return refused('size-mismatch');
    const leafHash = fromBase64(leaf);
    const proof = hashes.map(fromBase64).filter((hash) => hash !== undefined);
    if (leafHash === undefined || proof.length !== hashes.length) return refused('proof-malformed');
    const verdict = verifyInclusion({ index, size, leaf: leafHash, proof, root: signed.checkpoint.root });
    return verdict.kind === 'refused' ? verdict : signed;
  };
}
