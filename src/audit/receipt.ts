import { z } from 'zod';
import { toBase64 } from './base64.ts';
import { verifyCheckpoint } from './checkpoint-verifier.ts';
import { entryBytes } from './entry-format.ts';
import type { SealedEntry } from './entry-texts.ts';
import { leafHash } from './merkle-tree.ts';
import { createReceiptVerifier } from './receipt-verifier.ts';
import { refused, type Verdict, verified } from './verdict.ts';

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

  const expected = subject instanceof Uint8Array ? subject : leafHash(entryBytes(subject));
  if (parsed.data.leaf !== toBase64(expected)) return refused('leaf-mismatch');
  const verdict = createReceiptVerifier((text) => verifyCheckpoint(text, vkey))(parsed.data);
  return verdict.kind === 'refused' ? verdict : verified;
}
