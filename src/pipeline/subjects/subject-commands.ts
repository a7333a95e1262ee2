import { z } from 'zod';
import type { SignedCertificate } from '../../privacy/erasure-certificate.ts';
import type { HoldView } from './hold-subject.ts';
import type { RetentionReport } from './run-retention.ts';
import type { RetentionWish } from './subject-ports.ts';

/** A copy for a customer: the bundle as JSON, and as a page. */
export interface SubjectCopy {
  readonly subject: string;
  readonly exportedAt: string;
  /** Everybody whose records are in it: the subject, and others that proved to be them. */
  readonly subjects: readonly string[];
  /** Records by table. */
  readonly counts: Readonly<Record<string, number>>;
  readonly json: string;
  readonly page: string;
}

/** What `npm run privacy` does, through a running appliance or on its folder. */
export interface SubjectCommands extends AsyncDisposable {
  export(reference: string): Promise<SubjectCopy>;
  erase(reference: string): Promise<SignedCertificate>;
  hold(reference: string, reason: string): Promise<HoldView>;
  release(reference: string): Promise<HoldView>;
  retain(wish: RetentionWish): Promise<RetentionReport>;
}

const ownerSchema = z.object({ subject: z.string() });

/** What a command shows of a copy. */
export function toSubjectCopy(copy: {
  readonly subject: string;
  readonly exportedAt: string;
  readonly records: Readonly<Record<string, readonly unknown[]>>;
  readonly json: string;
  readonly page: string;
}): SubjectCopy {
  const { subject, exportedAt, records, json, page } = copy;
  const counts = Object.entries(records).map(([table, rows]) => [table, rows.length] as const);
  const own = (records.conversations ?? []).flatMap((row) => ownerSchema.safeParse(row).data?.subject ?? []);
  const subjects = [...new Set([subject, ...own])];
  return {
    subject,
    exportedAt,
    subjects,
    counts: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    json,
    page,
  };
}
