import { appendFileSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabaseForReading } from '../../src/adapters/sqlite/open-database.ts';
import { KnowledgeError } from '../../src/knowledge/knowledge-error.ts';
import { openBankApi } from '../support/bank-api.ts';
import { type FaultAppliance, openFaultAppliance } from '../support/fault-appliance.ts';
import { examineStore, soundStore, verifyData } from '../support/fault-database.ts';
import { mountDisk, reasonForNoDisk } from '../support/fault-disk.ts';
import { askAsAda, enabling } from '../support/given-actions.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import type { AskedTurn } from '../support/journey-client.ts';
import { StoryEmbedder, StoryGenerator } from '../support/journey-engines.ts';
import { verifyWholeLog } from '../support/journey-proof.ts';

/** How often each part goes and comes back: `CONFIDANT_GONE_TIMES=20` is the whole measurement. */
const TIMES = Number(process.env.CONFIDANT_GONE_TIMES ?? 2);
/** Service is back this soon after the cause has gone, without a restart. */
const BACK_MS = 5_000;
/** Turns while the part is gone: enough for its breaker to open. */
const TURNS = 4;
const LONG = 240_000;

const knowledge = {
  'replacement.md': `---
title: Replacement cards
collection: bank
updated: 2026-10-01
---

## Express delivery

Express delivery of a replacement card costs $15. Express delivery of a replacement card takes 2 working days. Standard delivery of a replacement card is free.
`,
};
const question = 'what does express delivery of a replacement card cost?';
const costs = 'Express delivery of a replacement card costs $15.';
const folder = mkdtempSync(join(tmpdir(), 'gone-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A part of the appliance that can go and come back while it runs. */
interface Part {
  readonly bank: GivenAppliance;
  readonly breaker: string;
  goAway(): Promise<void> | void;
  comeBack(): Promise<void> | void;
  ask(): Promise<AskedTurn>;
  /** What a turn is like while the part is gone, and when it is there. */
  isFallback(turn: AskedTurn): boolean;
  isServed(turn: AskedTurn): boolean;
  close?(): Promise<void>;
}

const isHandedOver = (turn: AskedTurn): boolean => turn.outcome === 'handed-over' && turn.reply?.mode === 'scripted';
const isQuoted = (turn: AskedTurn): boolean => turn.outcome === 'answered' && turn.reply?.mode === 'quoted';
const fallbacksOf = (turn: AskedTurn): string => JSON.stringify(turn.entry.decision.fallbacks ?? []);

async function textModel(): Promise<Part> {
  const generator = new StoryGenerator(...Array.from({ length: 1_000 }, () => costs));
  const bank = await givenAppliance({ knowledge, generator, composes: true });
  return {
    bank,
    breaker: 'breaker-text',
    goAway: () => generator.dieAt(/Express/u),
    comeBack: () => generator.dieAt(/never said/u),
    ask: () => bank.ask(question),
    isFallback: (turn) => isQuoted(turn) && /engine-down|breaker-open/u.test(fallbacksOf(turn)),
    isServed: (turn) => turn.reply?.mode === 'composed',
  };
}

async function embedder(): Promise<Part> {
  const model = new StoryEmbedder();
  const bank = await givenAppliance({ knowledge, embedder: model });
  return {
    bank,
    breaker: 'breaker-encoder',
    goAway: () => model.failNext(...Array.from({ length: 1_000 }, () => 'engine-down' as const)),
    comeBack: () => model.failNoMore(),
    ask: () => bank.ask(question),
    isFallback: (turn) => isHandedOver(turn) && turn.entry.reason === 'appliance-fault',
    isServed: isQuoted,
  };
}

async function index(): Promise<Part> {
  const bank = await givenAppliance({ knowledge });
  const { passageIndex } = bank.appliance.store;
  const { search } = passageIndex;
  const answer = (how: typeof search): void => void Object.assign(passageIndex, { search: how });
  return {
    bank,
    breaker: 'breaker-index',
    goAway: () =>
      answer(() => Promise.reject(new KnowledgeError('index-unavailable', 'Cannot search: the story says so'))),
    comeBack: () => answer(search),
    ask: () => bank.ask(question),
    // Words find the article, its vectors in the store score it: the customer misses nothing.
    isFallback: (turn) => isQuoted(turn) && fallbacksOf(turn).includes('index-unavailable'),
    isServed: (turn) => isQuoted(turn) && fallbacksOf(turn) === '[]',
  };
}

async function connector(): Promise<Part> {
  const api = await openBankApi();
  const document = join(folder, 'accounts.json');
  writeFileSync(document, JSON.stringify(api.document));
  const sandbox = /(?<= {2}bank-sandbox:\n)(?: {4}.*\n)+/u;
  const elsewhere = `    kind: openapi\n    document: ${document}\n    hosts: ['${api.host}']\n    timeoutMs: 1000\n`;
  const { 'actions.yaml': enabled } = enabling(['read-balance']);
  const bank = await givenAppliance({
    knowledge,
    policies: { 'actions.yaml': (shipped) => (enabled?.(shipped) ?? shipped).replace(sandbox, elsewhere) },
  });
  return {
    bank,
    breaker: 'breaker-connector-bank-sandbox',
    goAway: api.goAway,
    comeBack: api.comeBack,
    ask: () => {
      // The codes of one customer are few an hour.
      bank.clock.advance(3_600_000);
      return askAsAda(bank, 'how much money do I have, what is my balance?');
    },
    isFallback: (turn) => isHandedOver(turn) && turn.entry.reason === 'action-failed',
    isServed: (turn) => turn.outcome === 'answered' && turn.reply?.text.includes('1,204.50') === true,
    close: api.close,
  };
}

async function breakerOf({ bank, breaker }: Part): Promise<unknown> {
  const { body } = await bank.as('agent').request('GET', '/readyz');
  return (body as { parts: Record<string, { state: string }> }).parts[breaker]?.state;
}

async function goAndComeBack(part: Part): Promise<number> {
  await part.goAway();
  for (let turn = 0; turn < TURNS; turn += 1) {
    const asked = await part.ask();
    expect([asked.outcome, asked.entry.decision.fault, part.isFallback(asked)]).toEqual([
      asked.outcome,
      asked.entry.decision.fault,
      true,
    ]);
    expect(asked.reply?.text).toBeTruthy();
  }
  expect(await breakerOf(part)).toMatch(/open|probing/u);
  await part.comeBack();
  const cured = performance.now();
  for (;;) {
    const begun = performance.now() - cured;
    if (part.isServed(await part.ask())) return begun;
    if (begun > BACK_MS) throw new Error(`Not back after ${Math.round(begun)} ms`);
    await pause(100);
  }
}

describe.each([
  { name: 'the text model', make: textModel },
  { name: 'the embedding model', make: embedder },
  { name: 'the search index', make: index },
  { name: 'a system of record', make: connector },
])('with $name gone', ({ name, make }) => {
  it(
    'every turn ends in safe words, the log has no gap, and service is back within seconds without a restart',
    async () => {
      const part = await make();
      try {
        expect(part.isServed(await part.ask())).toBe(true);
        const back: number[] = [];
        for (let time = 0; time < TIMES; time += 1) back.push(await goAndComeBack(part));
        process.stdout.write(`${name}: back after ${back.map(Math.round).join(', ')} ms\n`);
        expect(await breakerOf(part)).toBe('closed');
        expect(verifyWholeLog(part.bank.appliance.store)).toMatchObject({ ok: true, findings: [] });
      } finally {
        await part.bank.close();
        await part.close?.();
      }
    },
    LONG,
  );
});

const MB = 1_048_576;
const DISK_MB = 96;
const reason = reasonForNoDisk(folder);
if (reason !== undefined) process.stdout.write(`Skipping a disk that runs full: ${reason}\n`);

describe.skipIf(reason !== undefined)('with disk space gone', () => {
  it(
    'running conversations go to people, then nothing is taken, and service is back within seconds without a restart',
    async () => {
      const disk = mountDisk(join(folder, 'disk'), DISK_MB * 1_024);
      const data = join(disk.path, 'data');
      try {
        const one = await openFaultAppliance({ data, disk: { lowMb: 56, fullMb: 16 } });
        const back: number[] = [];
        for (let time = 0; time < TIMES; time += 1) back.push(await runFullAndComeBack(one, disk.path));
        process.stdout.write(`disk space: back after ${back.map(Math.round).join(', ')} ms\n`);
        await one.close();
        expect(verifyData(data)).toMatchObject({ ok: true });
        const database = openDatabaseForReading(join(data, 'confidant.db'));
        expect(examineStore(database)).toEqual(soundStore);
        database.close();
      } finally {
        disk.remove();
      }
    },
    LONG,
  );
});

async function runFullAndComeBack(one: FaultAppliance, path: string): Promise<number> {
  const ballast = join(path, 'ballast');
  const text = { text: 'I lost my card' };
  const [conversation, other] = [await one.start(), await one.start()];
  expect(await one.post(`${conversation}/messages`, text)).toMatchObject({ status: 200 });

  leaveFree(ballast, 40);
  await untilDisk(one, 'low');
  const handedOver = { outcome: 'handed-over', reply: { mode: 'scripted' } };
  expect(await one.post(`${conversation}/messages`, text)).toMatchObject({ status: 200, body: handedOver });
  const full = { status: 507, body: { code: 'store-full' } };
  expect(await one.post('/v1/conversations', {})).toMatchObject(full);

  leaveFree(ballast, 10);
  await untilDisk(one, 'full');
  for (const call of ['messages', 'handover']) expect(await one.post(`${other}/${call}`, text)).toMatchObject(full);
  expect(await one.get(other)).toMatchObject({ status: 200 });
  expect(await one.get('/readyz')).toMatchObject({ status: 503, body: { ready: false, state: 'degraded' } });

  rmSync(ballast);
  const cured = performance.now();
  await untilDisk(one, 'ready');
  const ms = performance.now() - cured;
  expect(ms).toBeLessThan(BACK_MS);
  expect(await one.post(`${await one.start()}/messages`, text)).toMatchObject({ status: 200 });
  return ms;
}

/** Appends to the file until `mb` MiB of its disk are free: what the store itself holds grows from time to time. */
function leaveFree(file: string, mb: number): void {
  appendFileSync(file, '');
  const { bavail, bsize } = statfsSync(file);
  appendFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - mb * MB), 1));
}

async function untilDisk(one: FaultAppliance, state: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { body } = await one.get('/readyz');
    if ((body as { parts: { disk: { state: string } } }).parts.disk.state === state) return;
    await pause(100);
  }
  throw new Error(`The disk is not "${state}" after 10 s`);
}
