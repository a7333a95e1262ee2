import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabaseForReading } from '../../src/adapters/sqlite/open-database.ts';
import { givenFolder } from '../support/fault-appliance.ts';
import { compileOnce } from '../support/fault-build.ts';
import { examineStore, soundStore, verifyData } from '../support/fault-database.ts';
import {
  type FileCall,
  type InjectedFault,
  reasonForNoInjection,
  traceFileCalls,
  withFault,
} from '../support/fault-injector.ts';

/** Every call of the commit where `CONFIDANT_INJECTED=all`; else all that sync a file, and so many of the others. */
const SAMPLED = process.env.CONFIDANT_INJECTED === 'all' ? Number.POSITIVE_INFINITY : 4;
const reason = reasonForNoInjection();
if (reason !== undefined) process.stdout.write(`Skipping injected faults: ${reason}\n`);

const root = fileURLToPath(new URL('../../', import.meta.url));
const sealFile = relative(root, fileURLToPath(new URL('../support/seal-process.ts', import.meta.url)));
const folder = givenFolder();
afterAll(folder.remove);

/** What the client of the sealing process was told of each of its turns. */
type Told =
  | { readonly receipt: { readonly index: number; readonly leaf: string } }
  | { readonly refused: string }
  | undefined;

describe.skipIf(reason !== undefined)('a commit of one turn, one file call of which', () => {
  const cases = (['EIO', 'ENOSPC', 'KILL'] as const).flatMap((fault) => [
    { fault, commit: 'appends to the write-ahead log', checkpointPages: 1_000_000 },
    { fault, commit: 'moves the log into the database', checkpointPages: 1 },
  ]);

  it.each(cases)(
    'ends with $fault where it $commit, is there whole or not at all',
    async ({ fault, checkpointPages, commit }) => {
      const data = join(folder.path, `${fault}-${checkpointPages}`);
      const sealing = await startSealing(data, checkpointPages);
      const story = createStory({ data, fault, checkpointPages }, sealing);
      const calls = sampleOf(await story.trace());
      const failed: FileCall[] = [];
      for (const call of calls) if (await story.sealUnder(call)) failed.push(call);
      await story.end();
      // One turn writes some pages more than another: calls at the end may be missing.
      expect(failed.length).toBeGreaterThanOrEqual(calls.length / 2);
      process.stdout.write(
        `${fault}, a commit that ${commit}: ${failed.length} of ${calls.length} calls failed, ${countsOf(failed)}\n`,
      );
    },
    60_000 + Math.min(SAMPLED, 200) * 10_000,
  );

  it('would catch a turn that is there in half', async () => {
    const data = join(folder.path, 'halved');
    const sealing = await startSealing(data, 1_000_000);
    await sealing.tell('begin', 'c_half');
    await sealing.tell('seal', 'c_half');
    await sealing.end();
    const copy = join(folder.path, 'halved-copy');
    cpSync(data, copy, { recursive: true });
    const { default: Database } = await import('better-sqlite3');
    const database = new Database(join(copy, 'confidant.db'));
    database.exec('DELETE FROM turns');
    expect(examineStore(database)).not.toEqual(soundStore);
    database.close();
    expect(verifyData(data)).toMatchObject({ ok: true });
  });
});

interface Story {
  /** Every file call of a turn that is sealed without a fault. */
  trace(): Promise<readonly FileCall[]>;
  /** Seals one turn while a call fails; answers whether the turn made it. */
  sealUnder(call: FileCall): Promise<boolean>;
  end(): Promise<void>;
}

interface Setting {
  readonly data: string;
  readonly fault: InjectedFault;
  readonly checkpointPages: number;
}

/** Keeps what was acknowledged, and looks at the store after every fault. */
function createStory({ data, fault, checkpointPages }: Setting, first: Sealing): Story {
  let sealing = first;
  let turns = 0;
  const acknowledged = new Map<string, { readonly index: number; readonly leaf: string }>();
  const keep = (id: string, told: Told): void => {
    if (told && 'receipt' in told) acknowledged.set(id, told.receipt);
    else if (told) expect(['store-failed', 'store-full']).toContain(told.refused);
  };
  const file = join(data, 'trace');
  const begin = async (): Promise<string> => {
    turns += 1;
    const id = `c_${turns}`;
    expect(await sealing.tell('begin', id)).toEqual({ id });
    return id;
  };
  return {
    trace: async () => {
      // The first turn reads pages that stay in memory.
      for (const id of [await begin(), await begin()]) keep(id, await sealing.tell('seal', id));
      const id = await begin();
      return traceFileCalls({ pid: sealing.pid, file }, async () => keep(id, await sealing.tell('seal', id)));
    },
    sealUnder: async (call) => {
      const id = await begin();
      const { answer, failed } = await withFault({ pid: sealing.pid, fault, call, file }, () =>
        sealing.tell('seal', id),
      );
      keep(id, answer);
      if (answer === undefined) sealing = await startSealing(data, checkpointPages);
      expectSound(data, acknowledged);
      // Whatever the client was told, the same call again ends the turn, once.
      const again = await sealing.tell('seal', id);
      expect(again).toHaveProperty('receipt');
      if (acknowledged.has(id)) expect(again).toMatchObject({ receipt: acknowledged.get(id) });
      keep(id, again);
      return failed;
    },
    end: async () => {
      await sealing.end();
      expectSound(data, acknowledged);
      const database = openDatabaseForReading(join(data, 'confidant.db'));
      expect(database.prepare('SELECT count(*) FROM turns').pluck().get()).toBe(acknowledged.size);
      database.close();
    },
  };
}

function expectSound(
  data: string,
  acknowledged: ReadonlyMap<string, { readonly index: number; readonly leaf: string }>,
) {
  const database = openDatabaseForReading(join(data, 'confidant.db'));
  try {
    expect(examineStore(database)).toEqual(soundStore);
    const leafAt = database.prepare<[number], Buffer>('SELECT leaf FROM log_entries WHERE idx = ?').pluck();
    const turnOf = database.prepare<[string], number>('SELECT turn FROM turns WHERE conversation = ?').pluck();
    for (const [id, { index, leaf }] of acknowledged) {
      expect(turnOf.get(id)).toBe(1);
      expect(leafAt.get(index)?.toString('base64')).toBe(leaf);
    }
  } finally {
    database.close();
  }
  expect(verifyData(data)).toMatchObject({ ok: true, findings: [] });
}

interface Sealing {
  readonly pid: number;
  /** Undefined when the process is gone. */
  tell(what: 'begin' | 'seal', id: string): Promise<Told>;
  end(): Promise<void>;
}

async function startSealing(data: string, checkpointPages: number): Promise<Sealing> {
  const settings = JSON.stringify({ data, checkpointPages });
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [
    join(compileOnce(), sealFile.replace(/ts$/, 'js')),
    settings,
  ]);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    return line.done === true ? undefined : JSON.parse(line.value);
  };
  const begun = (await next()) as { readonly pid: number } | undefined;
  if (begun === undefined) throw new Error(`The sealing process does not begin: ${errors}`);
  return {
    pid: begun.pid,
    tell: async (what, id) => {
      child.stdin.write(`${JSON.stringify({ what, id })}\n`);
      const told = (await next()) as Told;
      if (told === undefined) await ended;
      expect(errors).toBe('');
      return told;
    },
    end: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** All that sync, and of the others some at random. */
function sampleOf(calls: readonly FileCall[]): readonly FileCall[] {
  const syncs = calls.filter(({ name }) => /^f(?:data)?sync$/u.test(name));
  const others = calls.filter((call) => !syncs.includes(call));
  const stride = Math.max(1, others.length / SAMPLED);
  const first = Math.random() * stride;
  return [...others.filter((_, index) => (index - first + stride) % stride < 1), ...syncs];
}

function countsOf(failed: readonly FileCall[]): string {
  const counts = new Map<string, number>();
  for (const { name, file } of failed) counts.set(`${name} ${file}`, (counts.get(`${name} ${file}`) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} × ${what}`).join(', ');
}
