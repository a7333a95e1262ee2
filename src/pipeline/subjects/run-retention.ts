import type { LogEntry } from '../../audit/entry-format.ts';
import { type DataClass, dataClasses } from '../../policy/data-classes.ts';
import { dataMap } from '../../privacy/data-map.ts';
import { limitOf } from '../../privacy/subject-bundle.ts';
import type { PrivacyChange } from '../../privacy/subject-store.ts';
import { ApplianceError } from '../appliance-error.ts';
import { believeClock } from './believe-clock.ts';
import { endConversation } from './end-conversation.ts';
import { inAllOrders, subjectLock } from './subject-order.ts';
import type { RetentionRequest, SubjectPorts } from './subject-ports.ts';

/** Conversations that go in one transaction: a purge holds nobody up for long. */
const BATCH = 50;
const EVERY = Number.MAX_SAFE_INTEGER;

type Counts = Readonly<Record<string, number>>;

export interface Purge {
  readonly class: DataClass;
  /** What began or was written before this moment. */
  readonly before: string;
  /** Deleted rows by table; files under `exports`. */
  readonly records: Counts;
}

export interface RetentionReport {
  readonly at: string;
  readonly dryRun: boolean;
  /** The latest time that is known, where the clock is so far ahead of it that nothing was deleted; ISO 8601. */
  readonly clockAheadOf: string | null;
  /** Only what had something to delete. */
  readonly purges: readonly Purge[];
}

interface Due {
  readonly class: DataClass;
  readonly before: Date;
}

/**
 * Deletes what is older than the limit of its class, and facts whose customer chose a shorter time for their purpose; nothing
 * of subjects on hold, and nothing by a clock that jumped ahead. Each purge and its log entry are one commit; then the pages
 * are written anew, which goes for facts that customers had forgotten since, too.
 *
 * @throws {ApplianceError} codes of the ledger
 */
export async function runRetention(ports: SubjectPorts, request: RetentionRequest): Promise<RetentionReport> {
  const report = await purgeAll(ports, request);
  if (!request.dryRun) await cleanPages(ports);
  return report;
}

/** Files that are too large for now, or read by another program, are left to a later run and to the next start. */
async function cleanPages({ store }: SubjectPorts): Promise<void> {
  if (!store.isRewriteDue()) return;
  try {
    await store.rewrite({ atAnySize: false });
  } catch (error) {
    if (!(error instanceof ApplianceError) || error.code !== 'overloaded') throw error;
  }
}

async function purgeAll(ports: SubjectPorts, request: RetentionRequest): Promise<RetentionReport> {
  const now = ports.now();
  const jump = await believeClock(ports, request);
  const clockAheadOf = jump === null ? null : jump.toISOString();
  const { dryRun } = request;
  if (jump !== null && !dryRun) return { at: now.toISOString(), dryRun, clockAheadOf, purges: [] };
  const classes = ports.classes();
  const due: Due[] = dataClasses.map((name) => ({ class: name, before: limitOf(now, classes[name].keepDays) }));
  // Conversations last: what has a shorter time of its own is counted under its own class.
  due.sort((a, b) => Number(a.class === 'conversation') - Number(b.class === 'conversation'));
  const purges: Purge[] = [];
  for (const one of due) {
    const records = addUp(
      one.class === 'conversation' ? await purgeConversations(ports, one, request) : {},
      await purgeRows(ports, one, request),
      one.class === 'export' ? await purgeExports(ports, one, request) : {},
      one.class === 'memory' ? await purgeExpired(ports, one, request) : {},
    );
    if (Object.keys(records).length === 0) continue;
    purges.push({ class: one.class, before: one.before.toISOString(), records });
  }
  return { at: now.toISOString(), dryRun, clockAheadOf, purges };
}

async function purgeConversations(ports: SubjectPorts, due: Due, { by, dryRun }: RetentionRequest): Promise<Counts> {
  const { store, locks, keys } = ports;
  if (dryRun) return ofClass('conversation', store.countConversations(store.oldConversations(due.before, EVERY)));
  let sum: Counts = {};
  for (;;) {
    const batch = store.oldConversations(due.before, BATCH);
    if (batch.length === 0) return sum;
    const subjects = store.subjectsOf(batch);
    // Nobody can begin a hold, an erasure or a turn in between.
    sum = await inAllOrders(locks, [...subjects.map(subjectLock).sort(), ...batch], async () => {
      const free = batch.filter((one) =>
        store.subjectsOf([one]).some((subject) => store.holdsOn(subject).length === 0),
      );
      for (const one of free) await endConversation(ports, one, { by, cause: 'retention' });
      const records = store.countConversations(free);
      await commitPurge(ports, { due, by, records }, { kind: 'conversations-purged', conversations: free });
      // A key that opens nothing any more goes too, and with it what backups hold of its subject.
      for (const subject of store.withoutRows(subjects)) keys.destroyKey(subject);
      return addUp(sum, records);
    });
  }
}

/** Rows with a time of their own, and originals, which go by the start of their conversation. */
async function purgeRows(ports: SubjectPorts, due: Due, { by, dryRun }: RetentionRequest): Promise<Counts> {
  const { before } = due;
  const tables = Object.entries(dataMap).flatMap(([table, use]) =>
    use.dataClass === due.class && use.agedBy !== null && use.dataClass !== 'conversation' ? [table] : [],
  );
  const records = addUp(Object.fromEntries(tables.map((table) => [table, ports.store.countOldRows(table, before)])));
  const found = Object.keys(records);
  if (found.length > 0 && !dryRun) {
    await commitPurge(ports, { due, by, records }, { kind: 'rows-purged', tables: found, before });
  }
  return records;
}

async function purgeExports(ports: SubjectPorts, due: Due, { by, dryRun }: RetentionRequest): Promise<Counts> {
  const { exports, store } = ports;
  const isKept = (subject: string): boolean => store.holdsOn(subject).length > 0;
  const records = addUp({ exports: exports.countOld(due.before, isKept) });
  if (Object.keys(records).length === 0 || dryRun) return records;
  await commitPurge(ports, { due, by, records }, null);
  exports.removeOld(due.before, isKept);
  return records;
}

/** Facts whose own time is over, which is never longer than that of their class. */
async function purgeExpired(ports: SubjectPorts, due: Due, { by, dryRun }: RetentionRequest): Promise<Counts> {
  const { records, store, ledger, now } = ports;
  const expired = (await records.memory.expired(now())).filter(({ subject }) => store.holdsOn(subject).length === 0);
  if (expired.length === 0 || dryRun) return addUp({ memory_facts: expired.length });
  const writes = expired.map(({ subject, id }) => {
    return { kind: 'memory', change: { kind: 'forget', subject, facts: [id] } } as const;
  });
  const counts = { memory_facts: expired.length };
  const entry = toPurgeEntry({ due: { ...due, before: now() }, by, records: counts }, now());
  await ledger.commit({ entry, expects: null, idempotency: null, build: () => ({ writes, answer: null }) });
  return counts;
}

interface Purged {
  readonly due: Due;
  readonly by: LogEntry['actor'];
  readonly records: Counts;
}

async function commitPurge({ ledger, now }: SubjectPorts, purged: Purged, change: PrivacyChange | null): Promise<void> {
  const entry = toPurgeEntry(purged, now());
  const writes = change === null ? [] : [{ kind: 'privacy', change } as const];
  await ledger.commit({ entry, expects: null, idempotency: null, build: () => ({ writes, answer: null }) });
}

function toPurgeEntry({ due, by, records }: Purged, at: Date): LogEntry {
  return {
    v: 2,
    at: at.toISOString(),
    actor: by,
    kind: 'records-purged',
    class: due.class,
    before: due.before.toISOString(),
    records,
  };
}

function ofClass(name: DataClass, counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).filter(([table]) => dataMap[table]?.dataClass === name));
}

/** Leaves out what is zero. */
function addUp(...counts: readonly Counts[]): Counts {
  const sums = new Map<string, number>();
  for (const [table, count] of counts.flatMap((one) => Object.entries(one))) {
    if (count > 0) sums.set(table, (sums.get(table) ?? 0) + count);
  }
  return Object.fromEntries(sums);
}
