/** An entry as it lies in storage. Whoever holds the disk may have written any of it. */
export interface StoredEntry {
  readonly index: number;
  /** Hash the entry had when it was appended. */
  readonly leaf: Uint8Array;
  /** The stored bytes exactly, canonical JSON in UTF-8 when nobody touched them. */
  readonly bytes: Uint8Array;
  /** Copies of fields of the entry by which storage finds it. */
  readonly kind: string;
  readonly at: string;
  readonly conversation: string | null;
}

/** A signed checkpoint as it lies in storage, filed under the tree size it was made for. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
}

/**
 * Reads a stored log without trusting it: what an auditor's check is given. It needs no key and writes nothing.
 *
 * - `entries` gives what is stored, from an index on, in ascending order of index; gaps stay gaps.
 * - `checkpoints` gives every stored checkpoint in ascending order of size.
 * - `node` gives the stored root of the complete subtree `index` of `2^level` leaves (level 0 is a leaf), or `undefined`.
 * - `nodeCount` is how many nodes of level 1 and up are stored.
 * - Both iterables read as they go, in constant memory, and may be left early. Everything read in one database
 *   transaction belongs to one moment; a reader of a log in use opens one around the whole check.
 */
export interface LogReader {
  entries(from: number): Iterable<StoredEntry>;
  checkpoints(): Iterable<StoredCheckpoint>;
  node(level: number, index: number): Uint8Array | undefined;
  nodeCount(): number;
}
