import { countUp, type Tally, toCounts } from './tally.ts';

export interface ConsentRow {
  readonly index: number;
  readonly at: string;
  /** Pseudonym. */
  readonly subject: string;
  readonly purpose: string;
  readonly granted: boolean;
  /** Version and language of the words that were shown. */
  readonly text: string | null;
  readonly language: string | null;
  readonly keepDays: number | null;
}

export interface ConsentReport {
  readonly ledger: readonly ConsentRow[];
  readonly granted: number;
  readonly withdrawn: number;
  /** Entries that wrote memory of a subject who had agreed to nothing at that moment. */
  readonly memoryWrites: number;
  readonly writesWithoutConsent: readonly number[];
  readonly conversations: number;
  /** Conversations that began with a notice, and with a word that this is a machine. */
  readonly withNotice: number;
  readonly withDisclosure: number;
  readonly notices: Readonly<Record<string, number>>;
  readonly disclosures: Readonly<Record<string, number>>;
}

/** What customers were told, and what they agreed to. */
export function createConsentTally(): Tally<ConsentReport> {
  const ledger: ConsentRow[] = [];
  const granted = new Map<string, Set<string>>();
  const notices = new Map<string, number>();
  const disclosures = new Map<string, number>();
  const writesWithoutConsent: number[] = [];
  let conversations = 0;
  let memoryWrites = 0;
  return {
    add({ index, entry }) {
      if (entry.kind === 'conversation-started') {
        conversations += 1;
        if (entry.notice !== undefined) countUp(notices, `${entry.notice} ${entry.language}`);
        if (entry.disclosure !== undefined) countUp(disclosures, `${entry.disclosure} ${entry.language}`);
      }
      if (entry.kind === 'consent') {
        const { at, subject, purpose, text = null, language = null, keepDays = null } = entry;
        ledger.push({ index, at, subject, purpose, granted: entry.granted, text, language, keepDays });
        const purposes = granted.get(subject) ?? new Set();
        if (entry.granted) purposes.add(purpose);
        else purposes.delete(purpose);
        granted.set(subject, purposes);
      }
      if (entry.kind === 'memory-written') {
        memoryWrites += 1;
        if ((granted.get(entry.subject)?.size ?? 0) === 0) writesWithoutConsent.push(index);
      }
    },
    report: () => ({
      ledger,
      granted: ledger.filter((row) => row.granted).length,
      withdrawn: ledger.filter((row) => !row.granted).length,
      memoryWrites,
      writesWithoutConsent,
      conversations,
      withNotice: sum(notices),
      withDisclosure: sum(disclosures),
      notices: toCounts(notices),
      disclosures: toCounts(disclosures),
    }),
  };
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

export interface RequestRow {
  readonly kind: 'export' | 'erasure' | 'correction' | 'hold' | 'release';
  readonly at: string;
  readonly subject: string;
  readonly by: { readonly role: string; readonly key: string };
  /** Seconds until it was done; null where it is under way. */
  readonly seconds: number | null;
  /** Deleted rows by table, of an erasure. */
  readonly records: Readonly<Record<string, number>> | null;
  readonly index: number;
}

export interface RequestReport {
  readonly requests: readonly RequestRow[];
  readonly counts: Readonly<Record<string, number>>;
  readonly erasuresUnderWay: number;
  readonly purges: readonly {
    readonly at: string;
    readonly class: string;
    readonly before: string;
    readonly records: Readonly<Record<string, number>>;
    readonly index: number;
  }[];
}

/** What customers asked for about their data, and what was deleted because its time was over. */
export function createRequestTally(): Tally<RequestReport> {
  const requests: { -readonly [Field in keyof RequestRow]: RequestRow[Field] }[] = [];
  const purges: RequestReport['purges'][number][] = [];
  const underWay = new Map<string, (typeof requests)[number]>();
  return {
    add({ index, entry }) {
      const { at } = entry;
      if (entry.kind === 'records-purged') {
        purges.push({ at, class: entry.class, before: entry.before, records: entry.records, index });
        return;
      }
      if (entry.kind === 'subject-erased') {
        const asked = underWay.get(entry.subject);
        underWay.delete(entry.subject);
        if (asked === undefined) return;
        asked.seconds = (Date.parse(at) - Date.parse(asked.at)) / 1_000;
        asked.records = entry.records ?? null;
        return;
      }
      const kind = requestKinds[entry.kind];
      if (kind === undefined || !('subject' in entry) || entry.subject === undefined) return;
      const seconds = kind === 'erasure' ? null : 0;
      const row = { kind, at, subject: entry.subject, by: entry.actor, seconds, records: null, index };
      requests.push(row);
      if (kind === 'erasure') underWay.set(entry.subject, row);
    },
    report: () => {
      const counts = new Map<string, number>();
      for (const { kind } of requests) countUp(counts, kind);
      return { requests, counts: toCounts(counts), erasuresUnderWay: underWay.size, purges };
    },
  };
}

const requestKinds: Readonly<Record<string, RequestRow['kind']>> = {
  'subject-exported': 'export',
  'erasure-requested': 'erasure',
  'subject-corrected': 'correction',
  'subject-held': 'hold',
  'subject-released': 'release',
};
