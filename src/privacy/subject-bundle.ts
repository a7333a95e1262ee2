import { type DataClass, type DataClassPolicy, dataClasses } from '../policy/data-classes.ts';
import { subjectTables } from './data-map.ts';
import type { Hold, SubjectRow } from './subject-store.ts';

const DAY_MS = 86_400_000;

/** One line of a conversation in the words it was spoken in. */
export interface BundleLine {
  readonly at: string;
  readonly from: 'customer' | 'assistant' | 'person';
  readonly text: string;
}

export interface BundleConversation {
  readonly id: string;
  readonly startedAt: string;
  /** The day its data is deleted at the latest. */
  readonly keptUntil: string;
  readonly basis: string;
  readonly channel: string;
  readonly transcript: readonly BundleLine[];
}

/** What is kept of a kind of data, and why (GDPR Art. 15(1)). */
export interface BundleClass {
  readonly class: DataClass;
  readonly basis: string;
  readonly purposes: readonly string[];
  readonly keepDays: number;
  readonly tables: readonly { readonly table: string; readonly purpose: string; readonly records: number }[];
}

/** Everything stored about one subject, for that subject (GDPR Art. 15 and 20). */
export interface SubjectBundle {
  readonly format: 'confidant.subject/v1';
  readonly subject: string;
  readonly exportedAt: string;
  readonly held: Pick<Hold, 'at' | 'reason'> | null;
  readonly classes: readonly BundleClass[];
  readonly conversations: readonly BundleConversation[];
  /** Every row of every table of the data map; sealed values opened. */
  readonly records: Readonly<Record<string, readonly SubjectRow[]>>;
}

/** What each class keeps, with how much of it there is of this subject. */
export function toBundleClasses(policy: DataClassPolicy, records: SubjectBundle['records']): readonly BundleClass[] {
  return dataClasses.map((name) => ({
    class: name,
    ...policy[name],
    tables: subjectTables()
      .filter(([, use]) => use.dataClass === name)
      .map(([table, { purpose }]) => ({ table, purpose, records: records[table]?.length ?? 0 })),
  }));
}

/** The moment data of an age reaches the limit of its class. */
export function keptUntil(from: string, keepDays: number): string {
  return new Date(Date.parse(from) + keepDays * DAY_MS).toISOString();
}

/** Data from before this moment is older than its class allows. */
export function limitOf(now: Date, keepDays: number): Date {
  return new Date(now.getTime() - keepDays * DAY_MS);
}
