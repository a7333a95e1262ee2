/** Why a proof, a signature or a receipt does not hold. */
export type RefusalCode =
  | 'size-invalid'
  | 'index-invalid'
  | 'subtree-invalid'
  | 'hash-malformed'
  | 'proof-malformed'
  | 'proof-too-short'
  | 'proof-too-long'
  | 'root-mismatch'
  | 'leaf-mismatch'
  | 'note-malformed'
  | 'checkpoint-malformed'
  | 'key-malformed'
  | 'signature-missing'
  | 'signature-invalid'
  | 'cosignature-missing'
  | 'cosignature-invalid'
  | 'origin-mismatch'
  | 'size-mismatch'
  | 'receipt-malformed';

export interface Verified {
  readonly kind: 'verified';
}

export interface Refused {
  readonly kind: 'refused';
  readonly code: RefusalCode;
}

/** What a verification ends in. Refusing is an ordinary ending: proofs come from whoever sends them. */
export type Verdict = Verified | Refused;

export const verified: Verified = { kind: 'verified' };

export function refused(code: RefusalCode): Refused {
  return { kind: 'refused', code };
}
