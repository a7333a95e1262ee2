/** A yes or no of a subject to one purpose, as it went on the record. Nothing personal is in it. */
export interface ConsentEntry {
  readonly conversation: string;
  readonly subject: string;
  readonly purpose: string;
  readonly basis: string;
  readonly granted: boolean;
  /** Version and language of the words that were shown. */
  readonly notice: { readonly version: string; readonly language: string };
  /** Days the subject wants things kept at most; null where they leave it to policy. */
  readonly keepDays: number | null;
  readonly at: Date;
  /** The subject had proved who they are when they said it. */
  readonly verified: boolean;
}

/** A purpose as somebody wants to use it now: a consent holds for one version of its notice. */
export interface ConsentNeed {
  readonly purpose: string;
  readonly version: string;
}

/** Who is asked about: whatever the subject granted elsewhere counts only where they had proved who they are. */
export interface ConsentScope {
  readonly subject: string;
  readonly conversation: string;
}

/**
 * Reads the consent ledger, whose rows are only ever added.
 *
 * - `current` has the latest entry of each purpose that counts in the scope. A withdrawal counts wherever it was made; a
 *   grant counts in its own conversation, and elsewhere if that conversation's customer has proved who they are.
 * - `conversationsUnder` names the conversations a consent in force covers: the one it was given in, and later ones.
 * - `history` has every entry of a subject, oldest first.
 */
export interface ConsentRecords {
  current(scope: ConsentScope): Promise<readonly ConsentEntry[]>;
  history(subject: string): Promise<readonly ConsentEntry[]>;
  conversationsUnder(need: ConsentNeed): Promise<readonly string[]>;
}

/** True when the latest entry that counts grants the purpose under the words in force. */
export function isGranted(current: readonly ConsentEntry[], { purpose, version }: ConsentNeed): boolean {
  const entry = current.find((one) => one.purpose === purpose);
  return entry?.granted === true && entry.notice.version === version;
}

/** Days something may be kept: the shortest of what policy says and the subject chose. */
export function keptDays(limits: readonly number[], entry: Pick<ConsentEntry, 'keepDays'> | undefined): number {
  return Math.min(...limits, entry?.keepDays ?? Number.POSITIVE_INFINITY);
}
