/** A stored row by column; what was sealed is open, what was JSON is parsed. */
export type SubjectRow = Readonly<Record<string, unknown>>;

/** Who did something about a subject: a key of a role, or the appliance. */
export interface DoneBy {
  readonly role: string;
  readonly key: string;
}

export interface Hold {
  readonly subject: string;
  readonly at: string;
  readonly by: DoneBy;
  /** Redacted. */
  readonly reason: string;
}

/** An erasure from the moment it was asked for. */
export interface Erasure {
  readonly id: string;
  readonly subject: string;
  readonly at: string;
  readonly by: DoneBy;
  readonly hadKey: boolean;
  /** Deleted rows by table, as far as it has come. */
  readonly records: Readonly<Record<string, number>>;
  readonly rewritten: boolean;
}

/** A change to what is kept about requests of customers; made in the transaction of its log entry. */
export type PrivacyChange =
  | { readonly kind: 'held'; readonly hold: Hold }
  | { readonly kind: 'released'; readonly subject: string }
  | {
      readonly kind: 'statement';
      readonly id: string;
      readonly subject: string;
      readonly at: Date;
      /** The customer's own words; stored under their key. */
      readonly text: string;
    }
  | { readonly kind: 'erasure-requested'; readonly erasure: Omit<Erasure, 'records' | 'rewritten'> }
  | { readonly kind: 'conversations-purged'; readonly conversations: readonly string[] }
  | { readonly kind: 'rows-purged'; readonly tables: readonly string[]; readonly before: Date }
  | { readonly kind: 'erasure-certified'; readonly id: string; readonly certificate: string };

/**
 * Everything stored about subjects, by the data map. Subjects are pseudonyms.
 *
 * - Deletions overwrite what they delete, and happen in one transaction each. They pass by subjects under a hold only where
 *   that is said.
 * - `deleteSubject` adds what it deleted to the erasure's counts in the same transaction: called again after a crash it
 *   loses and doubles nothing.
 */
export interface SubjectStore {
  /** True where anything at all is stored of a subject, or of a conversation proven to be theirs; a destroyed key not counted. */
  isKnown(subject: string): boolean;
  conversationsOf(subject: string): readonly string[];
  /** Rows of every table that holds some of this subject, in the map's order. */
  rowsOf(subject: string): Readonly<Record<string, readonly SubjectRow[]>>;
  /** What keeps a subject's data: its own hold first, then those of whom its customers proved to be. */
  holdsOn(subject: string): readonly Hold[];
  /** Subjects whose customer proved to be one of these in a conversation. */
  linkedTo(subjects: readonly string[]): readonly string[];
  /** Whom the customers of a subject's conversations proved to be. */
  customersOf(subject: string): readonly string[];
  /** Erasures without a certificate, oldest first. */
  erasuresUnderWay(): readonly Erasure[];
  findErasure(subject: string): Erasure | undefined;
  /** The certificate of the latest erasure, as it was stored. */
  findCertificate(subject: string): string | undefined;
  /** Certificates of all erasures, as they were stored, oldest first. */
  certificates(): readonly string[];
  deleteSubject(erasure: Erasure): void;
  /** Counts by table what rows of subjects, by conversation, would go. */
  countConversations(conversations: readonly string[]): Readonly<Record<string, number>>;
  deleteConversations(conversations: readonly string[]): Readonly<Record<string, number>>;
  /** Conversations that began before, of subjects nothing holds; the oldest first, at most `limit`. */
  oldConversations(before: Date, limit: number): readonly string[];
  /** Rows of a table older than that, of subjects nothing holds. */
  countOldRows(table: string, before: Date): number;
  deleteOldRows(table: string, before: Date): number;
  /** Of these, the subjects nothing is stored of any more; links to them count. */
  withoutRows(subjects: readonly string[]): readonly string[];
  subjectsOf(conversations: readonly string[]): readonly string[];
  /**
   * Leaves nothing deleted in the files: empties the write-ahead log and, as long as that is quick, writes every page anew.
   *
   * @returns whether pages were written anew
   * @throws {ApplianceError} `overloaded` while another program reads the files
   */
  rewrite(options: { readonly atAnySize: boolean }): Promise<boolean>;
  /** Whether rows were purged, or facts forgotten, since pages were last written anew; it outlives a restart. */
  isRewriteDue(): boolean;
  /** Erasures with a certificate after which the pages were not written anew yet. */
  awaitingRewrite(): readonly string[];
  /** Notes on an erasure that pages were written anew. */
  noteRewritten(erasure: string): void;
}
