import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openFile } from './adapters/sqlite/open-database.ts';
import type { LogEntry } from './audit/entry-format.ts';
import type { Appliance } from './compose.ts';
import { askOnce, type Bench, type BenchRow, summary } from './compose-bench.ts';
import { beginning } from './conversation/next-state.ts';
import type { LedgerRecord, Write } from './pipeline/ledger.ts';
import { progressAfter } from './pipeline/progress-after.ts';
import type { TurnView } from './pipeline/views.ts';

/** Turns sealed at once, as many as one transaction takes. */
const AT_ONCE = 64;

/** A turn the appliance really sealed: copies of it are sealed again, so that sizes are those of life. */
interface Template {
  readonly view: TurnView;
  readonly entry: Extract<LogEntry, { kind: 'turn' }>;
}

/**
 * What putting a turn on the record costs: a bare insert with its fsync, and a whole turn alone, by turns in one run; then
 * many turns that wait together, and entries of the log without the rows beside them.
 */
export async function benchSeals(bench: Bench, rounds: number): Promise<readonly BenchRow[]> {
  const { store } = bench.appliance;
  const template = await getTemplate(store, await askOnce(bench, bench.questions[0] ?? ''));
  const { bare, alone } = await sealAlone(store, template, rounds);
  const together = await sealTogether(store, template, (conversation) => sealRecord(template, conversation, 1), rounds);
  const appended = await sealTogether(store, template, (conversation) => entryRecord(template, conversation), rounds);
  return [
    { engine: 'bare', work: 'insert+fsync', concurrency: 1, ...bare },
    { engine: 'confidant', work: 'seal', concurrency: 1, ...alone },
    { engine: 'confidant', work: 'seal', concurrency: AT_ONCE, ...together },
    { engine: 'confidant', work: 'append', concurrency: AT_ONCE, ...appended },
  ];
}

type Store = Appliance['store'];
type Measured = Pick<BenchRow, 'ms' | 'perSecond'>;

async function getTemplate({ records, log }: Store, id: string): Promise<Template> {
  const view = await records.turnView(id, 1);
  const entry = view && log.entry(view.receipt.index)?.entry;
  if (!view || entry?.kind !== 'turn') throw new Error(`Cannot measure seals: conversation "${id}" has no turn`);
  return { view, entry };
}

/** One after the other and by turns, so that whatever the machine does meanwhile meets both. */
async function sealAlone(
  store: Store,
  template: Template,
  rounds: number,
): Promise<{ bare: Measured; alone: Measured }> {
  const file = join(dirname(store.database.name), 'bare.db');
  const database = openFile(file);
  try {
    database.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, row BLOB NOT NULL) STRICT');
    const insert = database.prepare('INSERT INTO bare (row) VALUES (?)');
    const row = Buffer.from(JSON.stringify(template.view));
    const [bare, alone]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      const [conversation = ''] = await startMany(store, template, 1);
      bare.push(await timeOf(async () => insert.run(row)));
      alone.push(await timeOf(() => store.ledger.commit(sealRecord(template, conversation, 1))));
    }
    return { bare: measured(bare), alone: measured(alone) };
  } finally {
    database.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  }
}

async function sealTogether(
  store: Store,
  template: Template,
  recordOf: (conversation: string) => LedgerRecord<unknown>,
  rounds: number,
): Promise<Measured> {
  const times: number[] = [];
  let ms = 0;
  for (let round = 0; round < Math.max(1, Math.floor(rounds / 10)); round += 1) {
    const records = (await startMany(store, template, AT_ONCE)).map(recordOf);
    ms += await timeOf(async () => {
      const each = await Promise.all(records.map((record) => timeOf(() => store.ledger.commit(record))));
      times.push(...each);
    });
  }
  return summary(times, ms / 1_000);
}

/** Conversations with their keys, ready for a turn. */
async function startMany(store: Store, { entry }: Template, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => `c_${randomUUID()}`);
  for (const id of ids) store.keys.keyFor(id);
  await Promise.all(ids.map((id) => store.ledger.commit(startRecord(id, entry))));
  return ids;
}

function startRecord(id: string, { actor, at }: Template['entry']): LedgerRecord<null> {
  const plain = { channel: 'bench', language: 'en', collection: 'default', subject: id, tier: 'standard' } as const;
  const started = { id, keyId: actor.key, basis: 'contract', startedAt: new Date(at), verified: false, ...plain };
  const writes: Write[] = [
    { kind: 'conversation', conversation: started },
    { kind: 'events', conversation: id, events: [{ kind: 'started' }], progress: begun, at: started.startedAt },
  ];
  return {
    entry: { v: 2, at, actor, kind: 'conversation-started', conversation: id, verified: false, ...plain },
    expects: null,
    idempotency: null,
    build: () => ({ writes, answer: null }),
  };
}

const begun = progressAfter(beginning, [{ kind: 'started' }]);

function sealRecord({ view, entry }: Template, conversation: string, turn: number): LedgerRecord<TurnView> {
  const at = new Date(entry.at);
  const events = [
    { kind: 'customer-wrote', turn, newIssue: false },
    { kind: 'assistant-replied', turn, outcome: 'answered' },
  ] as const;
  return {
    entry: { ...entry, conversation },
    expects: { conversation, version: begun.version },
    idempotency: { keyId: entry.actor.key, key: randomUUID(), requestHash: 'bench' },
    build: ({ receipt }) => {
      const answer = { ...view, conversation, turn, receipt };
      const row = { question: entry.question, outcome: view.outcome, intent: 'bench', sentiment: 0 };
      const writes: Write[] = [
        { kind: 'events', conversation, events, progress: progressAfter(begun, events), at },
        { kind: 'turn', view: answer, at, ...row },
      ];
      return { writes, answer };
    },
  };
}

function entryRecord({ entry }: Template, conversation: string): LedgerRecord<null> {
  return {
    entry: { ...entry, conversation },
    expects: null,
    idempotency: null,
    build: () => ({ writes: [], answer: null }),
  };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function measured(times: readonly number[]): Measured {
  return summary(times, times.reduce((sum, one) => sum + one, 0) / 1_000);
}
