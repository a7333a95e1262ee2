import type { LogReader } from '../audit/log-store.ts';
import type { DataClass } from '../policy/data-classes.ts';

/** A table with rows of people: how many, and how old the oldest is that no hold keeps. */
export interface TableAge {
  readonly table: string;
  readonly dataClass: DataClass;
  readonly rows: number;
  /** ISO 8601, UTC; null for a table without rows, or without a time of its own. */
  readonly oldest: string | null;
}

export interface StoredAccount {
  readonly id: string;
  readonly role: string;
  readonly method: 'password' | 'oidc';
  readonly disabled: boolean;
  readonly at: string;
}

export interface StoredApiKey {
  readonly keyId: string;
  readonly role: string;
  readonly at: string;
  /** When it was revoked; null while it is valid. */
  readonly revokedAt: string | null;
}

export interface StoredPolicy {
  /** `sha256:…`. */
  readonly hash: string;
  readonly at: string;
  /** SHA-256 in hexadecimal digits of each file's text, by its name. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * What an evidence pack reads of the store beside the log: counts, codes and pseudonyms, nothing a customer wrote and no name of
 * anybody. It writes nothing. All answers belong to one moment where the caller holds a read transaction open, or the whole
 * store.
 */
export interface EvidenceStore {
  readonly reader: LogReader;
  /** Every table of the data map that has a class, in the order of its name. */
  tableAges(): readonly TableAge[];
  /** Subjects on hold: their rows may be older than any limit. */
  holds(): number;
  sessions(): readonly {
    readonly basis: string;
    readonly channel: string;
    readonly language: string;
    readonly count: number;
  }[];
  keys(): readonly StoredApiKey[];
  accounts(): readonly StoredAccount[];
  /** Every policy that was ever in force, the latest last. */
  policies(): readonly StoredPolicy[];
  /** Values that are kept behind placeholders, by their type. */
  valuesByType(): Readonly<Record<string, number>>;
  documents(): {
    readonly documents: number;
    readonly passages: number;
    readonly versions: number;
    readonly pastReview: number;
  };
}
