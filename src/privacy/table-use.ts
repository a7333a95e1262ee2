import type { DataClass } from '../policy/data-classes.ts';

/**
 * What a column may hold:
 * - `reference` an id made here · `pseudonym` a keyed hash that stands for a customer · `time` · `code` a word, number or
 *   version out of a closed or configured list, or JSON of such
 * - `redacted` text of people with placeholders, or JSON with such text: what no recogniser knew may still be in it
 * - `sealed` bytes under the key of their subject · `hash` a hash of something, keyed where it could be guessed
 * - `ours` the organisation's own content · `secret` what opens something
 */
export type ColumnKind =
  | 'reference'
  | 'pseudonym'
  | 'time'
  | 'code'
  | 'redacted'
  | 'sealed'
  | 'hash'
  | 'ours'
  | 'secret';

/** Columns that lead from a row to its subject: the pseudonym, the conversation, the log entry, or JSON that names one. */
export interface Owner {
  readonly subject?: string;
  readonly conversation?: string;
  /** Number of the log entry the row belongs to. */
  readonly logIndex?: string;
  /** A log entry that may name a subject beside its conversation. */
  readonly entry?: string;
}

/** One table: what is in it, why, whose it is, and what becomes of it. */
export interface TableUse {
  readonly database: 'confidant.db' | 'keys.db';
  /** Null where nothing in it is about a customer. */
  readonly dataClass: DataClass | null;
  readonly purpose: string;
  /** Null where no row belongs to one subject. */
  readonly owner: Owner | null;
  /** On erasure: the row goes, the key that opens it goes, or it stays because it says nothing about a person. */
  readonly erased: 'row-deleted' | 'key-destroyed' | 'kept';
  /** Column a row's age is counted by; `conversation` goes by the start of its conversation. Null: no limit of its own. */
  readonly agedBy: string | null;
  /** Every column of the table, by what it holds. */
  readonly columns: Partial<Readonly<Record<ColumnKind, readonly string[]>>>;
}
