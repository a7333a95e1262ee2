import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Appliance, openAppliance } from '../src/compose.ts';
import {
  type Bench,
  type BenchRow,
  benchBare,
  benchGeneration,
  benchRedaction,
  benchTurns,
  machineOf,
  memoryMegabytes,
} from '../src/compose-bench.ts';
import { benchSeals } from '../src/compose-bench-seal.ts';
import { openCatalogueEngines } from '../src/compose-engines.ts';
import { serveAppliance } from '../src/compose-server.ts';
import { readConfig } from '../src/config/read-config.ts';
import { readEnvironment } from '../src/config/read-environment.ts';
import { createLog } from '../src/telemetry/log.ts';
import { childProcesses, toBenchLines } from './bench-lines.ts';
import { createCommand } from './command.ts';
import { parseCount } from './parse-count.ts';

const { program, progress, print, run } = createCommand('bench', "measure this machine's figures");

/** Opens an appliance of its own on a fresh folder; with `compose`, the text model words every reply, qualified or not. */
async function withBench<T>(compose: boolean, work: (bench: Bench) => Promise<T>): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), 'confidant-bench-'));
  const environment = { ...readEnvironment(), data, host: '127.0.0.1', port: 0 };
  const base = readConfig(environment.config);
  // A machine that is slow is a figure here, not a fault.
  const config = { ...base, text: { ...base.text, deadlineMs: 120_000, ...(compose ? { sequences: 8 } : {}) } };
  const engines = await openCatalogueEngines({ ...environment, offline: true }, config);
  const { generator } = engines;
  const appliance: Appliance = await openAppliance({
    environment,
    config: { ...config, limits: { ...config.limits, requestsPerMinute: 10_000_000 } },
    pages: null,
    log: createLog('silent'),
    engines,
    ...(compose && generator ? { composer: { generator } } : {}),
    onProgress: (what) => progress.report(what),
  });
  const server = await serveAppliance(appliance, environment);
  try {
    const key = appliance.firstKeys?.admin ?? '';
    // Only a model that is asked has a process; its start is no part of what is measured.
    if (compose) await generator?.countTokens('');
    const questions = appliance.stages.policy().files.intents.intents.flatMap((intent) => intent.examples);
    return await work({ appliance, address: `http://127.0.0.1:${server.port}`, key, questions });
  } finally {
    await server.close();
    rmSync(data, { recursive: true, force: true });
  }
}

async function measure({ rounds, ...options }: { rounds: number; composed: boolean }): Promise<void> {
  const report = await withBench(false, async (bench) => {
    const rows: BenchRow[] = [];
    progress.report('embedding and searching alone');
    const bare = await benchBare(bench, rounds);
    progress.report('quoted turns');
    const one = await benchTurns(bench, 'quoted-turn', 1, rounds);
    rows.push(bare, await benchRedaction(bench, rounds), one.row);
    for (const concurrency of [4, 16]) rows.push((await benchTurns(bench, 'quoted-turn', concurrency, rounds)).row);
    progress.report('sealing alone and together');
    rows.push(...(await benchSeals(bench, rounds)));
    const memoryMb = memoryMegabytes([process.pid, ...childProcesses()]);
    const ratio = one.row.ms.p50 / bare.ms.p50;
    return { rows, stages: one.stages, memoryMb, ratio };
  });
  const composed = options.composed ? await measureComposed(Math.max(8, Math.floor(rounds / 8))) : [];
  const result = { machine: machineOf(), at: new Date().toISOString(), ...report, rows: [...report.rows, ...composed] };
  print(result, toBenchLines(result));
}

async function measureComposed(rounds: number): Promise<readonly BenchRow[]> {
  return withBench(true, async (bench) => {
    const rows: BenchRow[] = [];
    for (const concurrency of [1, 4, 8]) {
      progress.report(`text engine, ${concurrency} at once`);
      const row = await benchGeneration(bench, concurrency, Math.max(rounds, concurrency * 2));
      if (row) rows.push(row);
    }
    for (const concurrency of [1, 4]) {
      progress.report(`composed turns, ${concurrency} at once`);
      rows.push((await benchTurns(bench, 'composed-turn', concurrency, rounds)).row);
    }
    return rows;
  });
}

program
  .option('--rounds <count>', 'turns to measure per row', parseCount, 200)
  .option('--no-composed', 'leave the text model out')
  .action(measure);

await run();
