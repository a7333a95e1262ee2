import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import hnswlib from 'hnswlib-node';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/compose-store.ts';
import { spawnLoader } from '../support/child-appliance.ts';
import { STORE_BEGINS } from '../support/fault-store.ts';

const CYCLES = Number(process.env.CONFIDANT_INDEX_KILLS ?? 30);
/** Data folders side by side, each with its share of the kills. */
const LANES = 2;
/** A kill falls at most so long after the first change of its process. */
const MOST_MS = 400;

const folder = mkdtempSync(join(tmpdir(), 'index-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an index lacks or has too much, against the passages of the database. */
interface Difference {
  readonly missing: readonly string[];
  readonly ghosts: readonly string[];
}

describe('an appliance that is killed while it loads knowledge', () => {
  it(
    `has every passage in its indexes and none that is gone, in ${CYCLES} kills`,
    async () => {
      const lanes = Array.from({ length: LANES }, (_, lane) => Math.floor((CYCLES + lane) / LANES));
      const found = await Promise.all(lanes.map((cycles, lane) => killOften(join(folder, `lane-${lane}`), cycles)));
      const all = found.flat();
      const passages = all.reduce((sum, one) => sum + one.passages, 0);
      const cut = all.filter((one) => one.wasRebuilt).length;
      process.stdout.write(
        `kill -9 while indexing: ${all.length} kills, ${passages} passages held, ${cut} with an index behind the database\n`,
      );
      expect(all).toHaveLength(CYCLES);
      expect(passages).toBeGreaterThan(CYCLES);
      expect(all.map(({ differences }) => differences)).toEqual(all.map(() => same));
    },
    30_000 + CYCLES * 15_000,
  );
});

const none: Difference = { missing: [], ghosts: [] };
const same = { vectors: none, graph: none, words: none };

async function killOften(data: string, cycles: number) {
  const found: Awaited<ReturnType<typeof examine>>[] = [];
  for (let cycle = 1; cycle <= cycles; cycle += 1) {
    const { child, ended } = spawnLoader(data, cycle);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    await sleep(Math.random() * MOST_MS);
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    found.push(await examine(data));
  }
  return found;
}

/** Opens the folder as a start after the kill does, and compares each index with the truth. */
async function examine(data: string) {
  const store = openStore(data, () => new Date(STORE_BEGINS));
  try {
    const how = await openAll(store);
    const truth = store.database.prepare<[], string>('SELECT id FROM passages').pluck().all();
    const differences = {
      vectors: compare(truth, await searchable(store)),
      graph: compare(truth, await inGraphs(store, data)),
      words: compare(truth, worded(store)),
    };
    return { passages: truth.length, differences, wasRebuilt: how.includes('built') };
  } finally {
    store.close();
  }
}

/** As every start does it; answers for each index whether its file was as the database is, or had to be made again. */
async function openAll({ knowledge, passageIndex }: Store): Promise<readonly string[]> {
  const how: string[] = [];
  for (const one of await knowledge.collections()) how.push(await passageIndex.open(await knowledge.vectors(one)));
  return how;
}

/** Passages their own vector finds, and whatever else is found. */
async function searchable({ knowledge, passageIndex }: Store): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const collection of await knowledge.collections()) {
    const { entries } = await knowledge.vectors(collection);
    for (const { vector } of entries) {
      for (const { passage } of await passageIndex.search(collection, vector, entries.length + 10)) found.add(passage);
    }
  }
  return [...found];
}

/** Passages whose vector stands in the saved graph, each at its own label. */
async function inGraphs({ knowledge }: Store, data: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const collection of await knowledge.collections()) {
    const { entries, dimension } = await knowledge.vectors(collection);
    if (entries.length === 0) continue;
    const graph = new hnswlib.HierarchicalNSW('ip', dimension);
    graph.readIndexSync(pathOf(data, collection));
    for (const label of graph.getIdsList()) {
      const entry = entries[label];
      const isSame =
        entry !== undefined && graph.getPoint(label).every((value, place) => value === entry.vector[place]);
      found.push(isSame ? entry.passage : `label ${label} of ${collection}`);
    }
  }
  return found;
}

function pathOf(data: string, collection: string): string {
  return join(data, 'index', `${createHash('sha256').update(collection).digest('hex').slice(0, 16)}.hnsw`);
}

function worded({ database }: Store): readonly string[] {
  return database
    .prepare<[], string>(
      `SELECT coalesce(p.id, 'row ' || w.rowid) FROM passage_words w LEFT JOIN passages p ON p.number = w.rowid`,
    )
    .pluck()
    .all();
}

function compare(truth: readonly string[], found: readonly string[]): Difference {
  const [all, there] = [new Set(truth), new Set(found)];
  return { missing: truth.filter((id) => !there.has(id)), ghosts: found.filter((id) => !all.has(id)) };
}
