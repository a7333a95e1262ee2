import type { LogEntry } from './entry-format.ts';
import type { OpenedText, SealedEntry } from './entry-texts.ts';
import type { LogReader } from './log-store.ts';
import type { Receipt } from './receipt.ts';

/** An entry with its place in the log and its leaf hash (base64). */
export interface LoggedEntry {
  readonly index: number;
  readonly leaf: string;
  /** What `leaf` is the hash of. */
  readonly sealed: SealedEntry;
  /** With its texts, as far as they can still be read; where their key was destroyed they say so. */
  readonly entry: LogEntry;
  /** By field, every text `sealed` has a commitment of. */
  readonly texts: Readonly<Record<string, OpenedText>>;
}

/** Hashes (base64), lowest first, from a leaf to the root of the tree of `size` leaves. */
export interface InclusionProof {
  readonly index: number;
  readonly size: number;
  readonly leaf: string;
  readonly hashes: readonly string[];
}

/** Hashes (base64) that show one tree to be the beginning of another. */
export interface ConsistencyProof {
  readonly from: number;
  readonly to: number;
  readonly hashes: readonly string[];
}

/**
 * The record, open for appending. Synchronous, so that a turn and its entries commit in one transaction.
 *
 * - `append` runs inside a transaction the caller has open. It takes the texts out of every entry, keeps them under the key
 *   of their subject and a salted commitment in the log, adds all entries, signs one checkpoint over the result and
 *   answers one receipt an entry, in order. Either all are added or none. A receipt may be shown only after the
 *   transaction is committed: a rolled-back one speaks of a tree that never was. An empty list does nothing.
 * - After a rollback the next `append` finds out by itself; `reload` drops what is kept in memory at once.
 * - `latestCheckpoint` is signed, of the empty tree when nothing was appended.
 * - `entry` and `entriesOf` read entries back; `entries` does so from an index on, in constant memory.
 * - Proofs read O(log size) nodes, whatever the size of the log.
 */
export interface AuditLog {
  /** Entries in the log. */
  readonly size: number;
  readonly vkey: string;
  readonly reader: LogReader;
  /** @throws {AuditError} `transaction-missing`, `entry-invalid`, `log-damaged` */
  append(entries: readonly LogEntry[]): readonly Receipt[];
  reload(): void;
  latestCheckpoint(): string;
  /** @throws {AuditError} `entry-invalid` when the stored entry cannot be read */
  entry(index: number): LoggedEntry | undefined;
  /** In the order they were appended. @throws {AuditError} `entry-invalid` */
  entriesOf(conversation: string): readonly LoggedEntry[];
  /** @throws {AuditError} `entry-invalid` */
  entries(from: number): Iterable<LoggedEntry>;
  /** @throws {AuditError} `range-invalid` unless 0 <= index < size <= entries in the log */
  inclusion(index: number, size: number): InclusionProof;
  /** @throws {AuditError} `range-invalid` unless 0 < from <= to <= entries in the log */
  consistency(from: number, to: number): ConsistencyProof;
}
