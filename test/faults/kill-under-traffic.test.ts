import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabaseForReading } from '../../src/adapters/sqlite/open-database.ts';
import { verifyReceipt } from '../../src/audit/receipt.ts';
import { type ChildAppliance, spawnChild, startChild } from '../support/child-appliance.ts';
import { examineStore, soundStore, verifyData } from '../support/fault-database.ts';
import {
  createOracle,
  type KeptTurn,
  type Oracle,
  sendMessage,
  sendStart,
  talkUntilGone,
  waitAmidTraffic,
} from '../support/fault-traffic.ts';

const CYCLES = Number(process.env.CONFIDANT_KILL_CYCLES ?? 20);
/** Appliances side by side, each with its share of the cycles. */
const LANES = 2;
const CLIENTS = 4;
/** Kills fall after at most so many answers, and then at most so long after the last. */
const MOST_ANSWERS = 20;
const MOST_MS = 40;
/** Starts that are killed before they are done, and the longest any may take until then. */
const FIRST_STARTS = 3;
const MOST_START_MS = 2_500;

const folder = mkdtempSync(join(tmpdir(), 'kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an appliance that is killed', () => {
  it(
    `loses, doubles and halves nothing it acknowledged, in ${CYCLES} kills under traffic`,
    async () => {
      const begun = performance.now();
      const shares = Array.from({ length: LANES }, (_, lane) => Math.floor((CYCLES + lane) / LANES));
      const lanes = await Promise.all(shares.map((cycles, lane) => killOften(join(folder, `lane-${lane}`), cycles)));
      const total = (count: (lane: Lane) => number): number => lanes.reduce((sum, lane) => sum + count(lane), 0);
      const seconds = Math.round((performance.now() - begun) / 1_000);
      process.stdout.write(
        `kill -9: ${CYCLES} cycles, ${total((lane) => lane.oracle.messages.length)} turns, of them ${total((lane) => lane.unknown)} cut off in the middle, ${seconds} s\n`,
      );
      for (const lane of lanes) expectAllKept(lane);
    },
    30_000 + CYCLES * 15_000,
  );

  it('comes up after kills while it starts for the first time', async () => {
    const data = join(folder, 'first-start');
    for (let kill = 1; kill <= FIRST_STARTS; kill += 1) {
      const { child, ended } = spawnChild({ data });
      await sleep(Math.random() * MOST_START_MS);
      child.kill('SIGKILL');
      await ended;
    }
    const appliance = await startChild({ data });
    const answer = await appliance.call('POST', '/v1/conversations', { body: {} });
    expect(answer.status).toBe(201);
    appliance.signal('SIGTERM');
    expect(await appliance.ended).toMatchObject({ code: 0 });
    expect(verifyData(data).findings).toEqual([]);
  }, 90_000);
});

interface Lane {
  readonly data: string;
  readonly oracle: Oracle;
  /** Calls nobody knew the end of when the appliance was killed. */
  readonly unknown: number;
}

async function killOften(data: string, cycles: number): Promise<Lane> {
  const oracle = createOracle();
  let unknown = 0;
  let appliance = await startChild({ data });
  for (let cycle = 1; cycle <= cycles; cycle += 1) {
    const sent = createOracle();
    const talking = talkUntilGone(appliance, sent, CLIENTS);
    await waitAmidTraffic(sent, MOST_ANSWERS, MOST_MS);
    await appliance.stop();
    await talking;
    unknown += sent.messages.filter((message) => message.answer === undefined).length;
    appliance = await startChild({ data });
    await repeatEverything(appliance, sent);
    await expectTranscripts(appliance, sent);
    oracle.starts.push(...sent.starts);
    oracle.messages.push(...sent.messages);
  }
  appliance.signal('SIGTERM');
  expect(await appliance.ended).toMatchObject({ code: 0 });
  return { data, oracle, unknown };
}

/** What was acknowledged is answered as it was, what was cut off is answered now; `sendMessage` compares. */
async function repeatEverything(appliance: ChildAppliance, sent: Oracle): Promise<void> {
  for (const start of sent.starts) {
    const before = start.id;
    expect(await sendStart(appliance, start)).toBe(true);
    if (before !== undefined) expect(start.id).toBe(before);
  }
  for (const message of sent.messages) expect(await sendMessage(appliance, message)).toBe(true);
}

/** Every conversation holds what its client sent, each once, in order, each with its answer. */
async function expectTranscripts(appliance: ChildAppliance, sent: Oracle): Promise<void> {
  for (const { id } of sent.starts) {
    const { body } = await appliance.call('GET', `/v1/conversations/${id}`);
    const { transcript } = body as { transcript: readonly { from: string; text: string; receipt: { leaf: string } }[] };
    const messages = sent.messages.filter((message) => message.conversation === id);
    const customer = transcript.filter((line) => line.from === 'customer');
    expect(customer.map((line) => suffixOf(line.text))).toEqual(messages.map((message) => suffixOf(message.text)));
    expect(customer.map((line) => line.receipt.leaf)).toEqual(messages.map((one) => one.answer?.receipt.leaf));
    const said = transcript.filter((line) => line.from === 'assistant').length;
    expect(said).toBe(messages.filter((message) => message.answer?.reply != null).length);
  }
}

/** Questions come back redacted; the number a client gave them stays. */
function suffixOf(text: string): string {
  return /\([\d.]+\)$/.exec(text)?.[0] ?? text;
}

/** Looks into the file itself, with every checkpoint a client ever held. */
function expectAllKept({ data, oracle }: Lane): void {
  const vkey = readFileSync(join(data, 'audit.vkey'), 'utf8').trim();
  const turns = oracle.messages.map((message) => message.answer).filter((turn): turn is KeptTurn => turn !== undefined);
  expect(turns).toHaveLength(oracle.messages.length);
  for (const { receipt } of turns) {
    expect(verifyReceipt(receipt, Buffer.from(receipt.leaf, 'base64'), vkey)).toEqual({ kind: 'verified' });
  }
  const held = [...new Set(turns.map((turn) => turn.receipt.checkpoint))];
  expect(verifyData(data, held)).toMatchObject({ ok: true, findings: [] });

  const database = openDatabaseForReading(join(data, 'confidant.db'));
  const leafAt = database.prepare<[number], Buffer>('SELECT leaf FROM log_entries WHERE idx = ?').pluck();
  for (const { receipt } of turns) expect(leafAt.get(receipt.index)?.toString('base64')).toBe(receipt.leaf);
  const count = database.prepare('SELECT count(*) FROM turns').pluck().get();
  expect(count).toBe(oracle.messages.length);
  expect(examineStore(database)).toEqual(soundStore);
  database.close();
}
