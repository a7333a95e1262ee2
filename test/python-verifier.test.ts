import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLog } from '../src/audit/verify-log.ts';
import { newLogSigner } from './support/grown-log.ts';
import { attacks, givenLyingLog } from './support/lying-logs.ts';
import { type LyingLog, publishedFiles, toLogReader, writePublished } from './support/published-folder.ts';
import { createSeededRandom } from './support/seeded-random.ts';

const script = 'scripts/verify/verify-log.py';
/** Milliseconds for the random logs, on a machine that is busy with something else. */
const perLog = 1_000;
/** Random logs, half of them as they were written. */
const logs = Number(process.env.CONFIDANT_RANDOM_LOGS ?? 40);
const forAll = Math.max(60_000, logs * perLog);
const missing = spawnSync('python3', ['--version']).status === 0 ? undefined : 'no python3';
if (missing !== undefined) console.log(`Skips the Python verifier: ${missing}`);

const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
/** Verifies one log after the other in one process: starting Python takes longer than a small log. */
const driver = `
import contextlib, importlib.util, io, json, sys
spec = importlib.util.spec_from_file_location("verify_log", "${script}")
verify_log = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verify_log)
if sys.argv[1] == "plain":
    verify_log.Ed25519PublicKey = None
for line in sys.stdin:
    sys.argv, out = ["verify_log", *json.loads(line)], io.StringIO()
    with contextlib.redirect_stdout(out):
        code = verify_log.main()
    print(json.dumps([code, json.loads(out.getvalue())]))
`;

interface PythonReport {
  readonly ok: boolean;
  readonly root: string;
  readonly entries: number;
  readonly findings: readonly { readonly code: string }[];
}

function verifyByPython(runs: readonly (readonly string[])[], signatures = 'any'): readonly [number, PythonReport][] {
  const input = runs.map((run) => `${JSON.stringify([...run, '--json'])}\n`).join('');
  const { stdout, stderr, status } = spawnSync('python3', ['-c', driver, signatures], {
    input,
    encoding: 'utf8',
    env: environment,
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as [number, PythonReport]);
}

/** The script as people start it; answers its exit code. */
async function runScript(...words: string[]): Promise<number> {
  const env = { ...environment, CONFIDANT_SECRET_AUDITOR_KEY: 'auditor-key' };
  const [code] = (await once(spawn('python3', [script, ...words], { env, stdio: 'ignore' }), 'exit')) as [number];
  return code;
}

/** Answers as an appliance does to an auditor's key. */
async function serveFiles(files: ReadonlyMap<string, Uint8Array>) {
  const server = createServer((request, response) => {
    const file = files.get((request.url ?? '').replace('/v1/audit/', ''));
    const isAllowed = request.headers.authorization === 'Bearer auditor-key';
    response.writeHead(isAllowed && file !== undefined ? 200 : 404).end(file ?? '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

describe.skipIf(missing !== undefined)('verify-log.py', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'confidant-python-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }), forAll);

  /** Writes a log and what was held of it; answers the arguments that verify it. */
  function publish(name: string, log: LyingLog): readonly string[] {
    const place = join(folder, name);
    writePublished(place, log);
    const held = log.held.map((note, at) => {
      const file = join(folder, `${name}.held.${at}`);
      writeFileSync(file, note);
      return file;
    });
    return [place, '--key', log.vkey, ...(held.length > 0 ? ['--held', ...held] : [])];
  }

  it(
    `agrees with the appliance's verifier on ${logs} random logs, whole and changed`,
    () => {
      const random = createSeededRandom(85);
      const cases = Array.from({ length: logs }, (_, at) => {
        const log = givenLyingLog(random, random.between(0, at % 10 === 0 ? 900 : 90));
        const attack = at % 2 === 0 ? undefined : random.pick(attacks);
        return { name: attack?.name ?? 'whole', log: attack?.change(log, random) ?? log };
      });
      const ours = cases.map(({ log }) => verifyLog(toLogReader(log), log.vkey, { held: log.held }));
      const runs = cases.map(({ log }, at) => publish(`log-${at}`, log));
      const theirs = verifyByPython(runs);
      for (const [at, [code, report]] of theirs.entries()) {
        const { name } = cases[at] ?? {};
        const our = ours[at];
        expect({ name, ok: report.ok, code }).toEqual({ name, ok: our?.ok, code: our?.ok === true ? 0 : 1 });
        if (report.ok) expect([report.root, report.entries]).toEqual([our?.root, our?.entries]);
        expect({ name, ok: report.ok }).toEqual({ name, ok: name === 'whole' });
      }
    },
    forAll,
  );

  it('checks signatures alike with and without a library', () => {
    const random = createSeededRandom(4);
    const log = givenLyingLog(random, 12);
    const forged = attacks.find(({ name }) => name === 'signed by another key')?.change(log, random) ?? log;
    const runs = [publish('plain', log), publish('forged', forged)];
    const plain = verifyByPython(runs, 'plain');
    expect(plain).toEqual(verifyByPython(runs));
    expect(plain.map(([code]) => code)).toEqual([0, 1]);
  });

  it('finds every change of a sealed segment', async () => {
    const random = createSeededRandom(5);
    const files = publishedFiles(givenLyingLog(random, 700), 256);
    const sealed = 'segment/000001.segment';
    const flipped = Uint8Array.from(files.get(sealed) ?? []);
    flipped[random.between(0, flipped.length - 1)] = 0;
    const other = Buffer.from(
      Buffer.from(files.get('segments') ?? [])
        .toString()
        .replace('"root":"', '"root":"A'),
    );
    const changes: readonly [string, Uint8Array][] = [
      ['whole', new Uint8Array()],
      [sealed, flipped],
      [sealed, new Uint8Array()],
      ['segments', other],
    ];
    const codes = changes.map(async ([path, data]) => {
      const server = await serveFiles(new Map([...files, [path, data]]));
      const code = await runScript(server.origin);
      server.close();
      return code;
    });
    expect(await Promise.all(codes)).toEqual([0, 1, 1, 1]);
  });

  it('reads an archive and a running appliance, and ends with 0, 1 or 2', async () => {
    const random = createSeededRandom(6);
    const log = givenLyingLog(random, 300);
    const [place = ''] = publish('served', log);
    expect(spawnSync('tar', ['-cf', `${place}.tar`, '-C', place, '.']).status).toBe(0);
    const server = await serveFiles(publishedFiles(log));
    expect(
      await Promise.all([
        runScript(`${place}.tar`),
        runScript(server.origin),
        runScript(place, '--key', newLogSigner().vkey),
        runScript('nowhere'),
      ]),
    ).toEqual([0, 0, 1, 2]);
    server.close();
  });

  it('is one file of less than 300 lines', () => {
    expect(readFileSync(script, 'utf8').split('\n').length - 1).toBeLessThan(300);
  });
});
