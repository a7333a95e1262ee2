import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabaseForReading } from '../../src/adapters/sqlite/open-database.ts';
import { type ChildAppliance, startChild } from '../support/child-appliance.ts';
import { verifyData } from '../support/fault-database.ts';
import { findTraces } from '../support/journey-traces.ts';

/** The figure of record is taken with 200. */
const ERASURES = Number(process.env.CONFIDANT_ERASURE_KILLS ?? 30);
/** Appliances side by side, each with its share. */
const LANES = 2;
/** Erasures that are under way when the kill falls, each at its own step. */
const AT_ONCE = 3;
/** A kill falls at most so many times as long after they were asked for as the first of all took alone. */
const SPREAD = 1.2;

const folder = mkdtempSync(join(tmpdir(), 'erasures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Subject {
  readonly reference: string;
  readonly email: string;
  readonly conversation: string;
}

interface Lane {
  readonly data: string;
  readonly erased: Subject[];
  readonly kept: Subject[];
  /** Checkpoints that were handed out on the way. */
  readonly held: Set<string>;
  /** Erasures nobody had heard of at the kill; under way; done. */
  readonly found: { unheard: number; underWay: number; done: number };
}

describe('an erasure that is killed', () => {
  it(
    `is complete after the next start, each of ${ERASURES} times, or was never asked for`,
    async () => {
      const shares = Array.from({ length: LANES }, (_, lane) => Math.floor((ERASURES + lane) / LANES));
      const lanes = await Promise.all(shares.map((share, lane) => killOften(join(folder, `lane-${lane}`), share)));
      const sum = (name: keyof Lane['found']): number => lanes.reduce((total, { found }) => total + found[name], 0);
      process.stdout.write(
        `kill -9 in ${ERASURES} erasures: ${sum('underWay')} under way, ${sum('done')} done, ${sum('unheard')} not yet on the record\n`,
      );
      for (const lane of lanes) await expectErased(lane);
    },
    60_000 + ERASURES * 20_000,
  );
});

async function killOften(data: string, erasures: number): Promise<Lane> {
  const lane: Lane = { data, erased: [], kept: [], held: new Set(), found: { unheard: 0, underWay: 0, done: 0 } };
  let appliance = await startChild({ data });
  const longest = (await measureErasure(appliance, lane)) * SPREAD;
  while (lane.erased.length <= erasures) {
    const going: Subject[] = [];
    for (let one = 0; one < AT_ONCE; one += 1)
      going.push(await talk(appliance, lane, `gone-${lane.erased.length + one}`));
    if (lane.erased.length % 10 < AT_ONCE) lane.kept.push(await talk(appliance, lane, `kept-${lane.erased.length}`));
    const asked = going.map((one) => eraseAt(appliance, one).catch(() => undefined));
    await sleep(Math.random() * longest);
    await appliance.stop();
    await Promise.all(asked);
    const before = noteStand(lane);
    appliance = await startChild({ data });
    const goneByItself = await Promise.all(
      going.map(async (one) => (await conversationStatus(appliance, one)) === 404),
    );
    expect(goneByItself.filter(Boolean).length).toBeGreaterThanOrEqual(before);
    for (const one of going) {
      // Whether it was cut off or never reached the record, asking again ends in the certificate.
      expect(await eraseAt(appliance, one)).toMatchObject({
        status: 200,
        body: { certificate: { pagesRewritten: true } },
      });
      expect(await conversationStatus(appliance, one)).toBe(404);
    }
    lane.erased.push(...going);
  }
  appliance.signal('SIGTERM');
  expect(await appliance.ended).toMatchObject({ code: 0 });
  return lane;
}

/** How long an erasure takes here that nobody disturbs, in milliseconds. */
async function measureErasure(appliance: ChildAppliance, lane: Lane): Promise<number> {
  const first = await talk(appliance, lane, 'gone-first');
  const begun = performance.now();
  expect(await eraseAt(appliance, first)).toMatchObject({ status: 200 });
  lane.erased.push(first);
  return performance.now() - begun;
}

function eraseAt(appliance: ChildAppliance, subject: Subject) {
  return appliance.call('DELETE', pathOf(subject), { role: 'admin' });
}

function pathOf({ reference }: Subject): string {
  return `/v1/subjects/${encodeURIComponent(reference)}`;
}

async function conversationStatus(appliance: ChildAppliance, { conversation }: Subject): Promise<number> {
  return (await appliance.call('GET', `/v1/conversations/${conversation}`)).status;
}

async function talk(appliance: ChildAppliance, { held }: Lane, name: string): Promise<Subject> {
  const reference = `${name}-heliotrope@customers.example`;
  const email = `${name}.marigold@example.org`;
  const started = await appliance.call('POST', '/v1/conversations', { body: { customer: { ref: reference } } });
  const conversation = (started.body as { id: string }).id;
  const text = `I lost my card, write to ${email}`;
  const turn = await appliance.call('POST', `/v1/conversations/${conversation}/messages`, { body: { text } });
  expect(turn.status).toBe(200);
  held.add((turn.body as { receipt: { checkpoint: string } }).receipt.checkpoint);
  return { reference, email, conversation };
}

/** How far the erasures had come when the process was killed; answers how many were on the record. */
function noteStand({ data, found, erased }: Lane): number {
  const database = openDatabaseForReading(join(data, 'confidant.db'));
  try {
    const rows = database.prepare<[], { certificate: string | null }>('SELECT certificate FROM erasures').all();
    const underWay = rows.filter(({ certificate }) => certificate === null).length;
    const heard = rows.length - erased.length;
    found.unheard += AT_ONCE - heard;
    found.underWay += underWay;
    found.done += heard - underWay;
    return heard;
  } finally {
    database.close();
  }
}

async function expectErased({ data, erased, kept, held }: Lane): Promise<void> {
  const paths = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = new Map(
    paths.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(data, path), readFileSync(path)];
    }),
  );
  for (const { reference, email } of [...erased, ...kept]) {
    expect(findTraces(files, reference)).toEqual([]);
    expect(findTraces(files, email)).toEqual([]);
  }
  expect(verifyData(data, [...held])).toMatchObject({ ok: true, findings: [] });
  const database = openDatabaseForReading(join(data, 'confidant.db'));
  const counts = (sql: string): unknown => database.prepare(sql).pluck().get();
  expect(counts('SELECT count(*) FROM conversations')).toBe(kept.length);
  expect(counts('SELECT count(*) FROM vault')).toBe(kept.length * 2);
  expect(counts('SELECT count(*) FROM erasures WHERE certificate IS NULL OR rewritten = 0')).toBe(0);
  expect(counts('SELECT count(DISTINCT subject) FROM erasures')).toBe(erased.length);
  expect(counts('SELECT count(*) FROM leaving_conversations')).toBe(0);
  database.close();
  const keys = openDatabaseForReading(join(data, 'keys.db'));
  expect(keys.prepare('SELECT count(*) FROM data_keys').pluck().get()).toBe(kept.length);
  keys.close();
}
