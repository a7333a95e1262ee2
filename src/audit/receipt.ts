import { z } from 'zod';
import { fromBase64, toBase64 } from './base64.ts';
import { verifyCheckpoint } from './checkpoint.ts';
import { entryBytes } from './entry-format.ts';
import type { SealedEntry } from './entry-texts.ts';
import { leafHash } from './merkle-tree.ts';
import { refused, type Verdict } from './verdict.ts';
import { verifyInclusion } from './verify-proof.ts';

const receipt = z.object({
  index: z.number(),
  leaf: z.string(),
  checkpoint: z.string(),
  size: z.number(),
  hashes: z.array(z.string()).readonly(),
});

/**
 * Proof that an entry is on the record: its place, its leaf hash (base64), a signed checkpoint and the hashes (base64)
 * that lead from the leaf to the root of that checkpoint, which is of `size` leaves.
 */
export type Receipt = Readonly<z.infer<typeof receipt>>;

/**
 * Checks a receipt with the log's verifier key alone. `subject` is the entry the receipt is for as
 * the log holds it, or its leaf hash, as the holder knows it. Never throws for what the receipt holds: it comes from the appliance under examination.
 *
 * @throws {AuditError} `entry-invalid` when `subject` is an entry that has no canonical form
 */
export function verifyReceipt(candidate: unknown, subject: SealedEntry | Uint8Array, vkey: string): Verdict {
  const parsed = receipt.safeParse(candidate);
  if (!parsed.success) return refused('receipt-malformed');
  const { index, leaf, checkpoint, size, hashes } = parsed.data;

  const expected = subject instanceof Uint8Array ? subject : leafHash(entryBytes(subject));
  if (leaf !== toBase64(expected)) return refused('leaf-mismatch');

  const signed = verifyCheckpoint(checkpoint, vkey);
  if (signed.kind === 'refused') return signed;
  if (signed.checkpoint.size !== size) return refused('size-mismatch');

  const proof = hashes.map(fromBase64).filter((hash) => hash !== undefined);
  if (proof.length !== hashes.length) return refused('proof-malformed');
  return verifyInclusion({ index, size, leaf: expected, proof, root: signed.checkpoint.root });
}
