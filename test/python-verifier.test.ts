import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryBytes } from '../src/audit/entry-format.ts';
import { parseSegmentLine } from '../src/audit/segment.ts';
import { verifyLog } from '../src/audit/verify-log.ts';
import { verifyPublishedLog } from '../src/audit/verify-published-log.ts';
import { newLogSigner } from './support/grown-log.ts';
import { attacks, givenLyingLog } from './support/lying-logs.ts';
import { type LyingLog, publishedFiles, toLogReader, writePublished } from './support/published-folder.ts';
import { memoryLog, newSigner, sealBytes, writeLog } from './support/published-logs.ts';
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
  readonly segments: number;
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

interface ServeOptions {
  /** Statuses the first requests are answered with, before any file. */
  readonly refusals?: readonly number[];
  readonly retryAfter?: string;
}

/** Answers as an appliance does to an auditor's key. */
async function serveFiles(files: ReadonlyMap<string, Uint8Array>, { refusals = [], retryAfter }: ServeOptions = {}) {
  const left = [...refusals];
  const server = createServer((request, response) => {
    const refusal = left.shift();
    if (refusal !== undefined) {
      response.writeHead(refusal, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end();
      return;
    }
    const file = files.get((request.url ?? '').replace('/v1/audit/', ''));
    const isAllowed = request.headers.authorization === 'Bearer auditor-key';
    response.writeHead(isAllowed && file !== undefined ? 200 : 404).end(file ?? '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

type Files = Map<string, Uint8Array>;

const textOf = (files: Files, path: string): string => Buffer.from(files.get(path) ?? []).toString('latin1');

/** A short entry: what it says is of no account here. */
function shortBytes(number: number): Uint8Array {
  const at = new Date(Date.UTC(2026, 10, 21) + number).toISOString();
  const actor = { role: 'agent', key: 'k_agent' } as const;
  return entryBytes({ v: 1, at, actor, kind: 'takeover', conversation: `c_${number}` });
}

/** Everything somebody who holds the disk can do about sealed segments, and about the list of checkpoints. */
const breaks: readonly (readonly [string, (files: Files) => unknown])[] = [
  ['nothing', () => undefined],
  ['the list emptied', (files) => files.set('segments', new Uint8Array())],
  ['the list gone', (files) => files.delete('segments')],
  ['the list and the files gone', (files) => ['segments', first].map((path) => files.delete(path))],
  ['the list emptied and the files gone', (files) => [files.set('segments', new Uint8Array()), files.delete(first)]],
  ['the file gone', (files) => files.delete(first)],
  ['the file emptied', (files) => files.set(first, new Uint8Array())],
  ['a byte more in the file', (files) => files.set(first, Buffer.from(`${textOf(files, first)} `, 'latin1'))],
  ['the line doubled', (files) => inSegments(files, (text) => text.repeat(2))],
  ['the line spelled otherwise', (files) => inSegments(files, (text) => text.replace('"from":0', '"from": 0'))],
  ['a root of something else', (files) => inSegments(files, (text) => text.replace('"root":"', '"root":"A'))],
  ['the checkpoints gone', (files) => files.delete('checkpoints')],
  ['the latest checkpoint not listed', (files) => cutCheckpoint(files)],
];
const first = 'segment/000000.segment';

const inSegments = (files: Files, change: (text: string) => string): unknown =>
  files.set('segments', Buffer.from(change(textOf(files, 'segments'))));

const cutCheckpoint = (files: Files): unknown =>
  files.set(
    'checkpoints',
    Buffer.from(`${textOf(files, 'checkpoints').trimEnd().split('\n').slice(0, -1).join('\n')}\n`, 'latin1'),
  );

function writeFiles(place: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const [path, data] of files) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), data);
  }
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

  it(
    "agrees with the appliance's verifier on every break of sealed segments",
    async () => {
      const log = memoryLog();
      const signer = newSigner();
      const entries = Array.from({ length: 4_100 }, (_, number) => shortBytes(number));
      await writeLog(log, entries, { signer, every: 1_000, seals: true });
      const cases = breaks.map(([name, change]) => {
        const broken = memoryLog(log.files);
        change(broken.files);
        return { name, log: broken, place: join(folder, name.replaceAll(' ', '-')) };
      });
      for (const { place, log: broken } of cases) writeFiles(place, broken.files);
      const ours = await Promise.all(cases.map(({ log: broken }) => verifyPublishedLog(broken, signer.vkey)));
      const theirs = verifyByPython(cases.map(({ place }) => [place, '--key', signer.vkey]));
      const toVerdicts = (reports: readonly { readonly ok: boolean }[]) =>
        reports.map(({ ok }, at) => [cases[at]?.name, ok]);
      expect(toVerdicts(theirs.map(([, report]) => report))).toEqual(toVerdicts(ours));
      expect(ours.map(({ ok }) => ok)).toEqual(breaks.map(([name]) => name === 'nothing'));
      expect(theirs[0]?.[1].segments).toBe(1);
    },
    forAll,
  );

  it('finds an entry that seals what is not whole, or what was sealed before', async () => {
    const signer = newSigner();
    const segment = { segment: 0, from: 0, to: 4_096, sha256: '0'.repeat(64), root: `${'A'.repeat(43)}=` };
    const early = memoryLog();
    await writeLog(early, [shortBytes(0), sealBytes(segment)], { signer, every: 10, seals: true });
    const sealed = memoryLog();
    const entries = Array.from({ length: 8_200 }, (_, number) => shortBytes(number));
    await writeLog(sealed, entries, { signer, every: 1_000, seals: true });
    const again = memoryLog();
    const seal = parseSegmentLine(textOf(sealed.files, 'segments').split('\n')[0] ?? '');
    if (seal === undefined) throw new Error('The log has no segment');
    await writeLog(again, [...entries, sealBytes(seal)], { signer, every: 1_000, seals: true });
    const places = [sealed, early, again].map((log, at) => {
      const place = join(folder, `seals-${at}`);
      writeFiles(place, log.files);
      return [place, '--key', signer.vkey];
    });
    const reports = verifyByPython(places).map(([, report]) => report);
    const codes = reports.map(({ findings }) => findings.map(({ code }) => code));
    expect(reports[0]?.segments).toBe(2);
    expect(codes).toEqual([[], ['segment-mismatch'], ['segment-mismatch']]);
  });

  it('waits where an appliance has no time for it, and gives up on other refusals', async () => {
    const files = publishedFiles(givenLyingLog(createSeededRandom(7), 300));
    const answers: readonly [ServeOptions, number][] = [
      [{ refusals: [429, 429, 503], retryAfter: '0' }, 0],
      [{ refusals: [429] }, 0],
      [{ refusals: [429], retryAfter: 'Sun, 22 Nov 2026 05:00:00 GMT' }, 0],
      [{ refusals: Array<number>(100).fill(429), retryAfter: '0' }, 2],
      [{ refusals: [500] }, 2],
    ];
    const codes = answers.map(async ([options, expected]) => {
      const server = await serveFiles(files, options);
      const code = await runScript(server.origin);
      server.close();
      return [options, code, expected] as const;
    });
    for (const [options, code, expected] of await Promise.all(codes))
      expect([options, code]).toEqual([options, expected]);
  });

  it("says of a key that is no auditor's that it is out of reach, not that the log was changed", async () => {
    const files = publishedFiles(givenLyingLog(createSeededRandom(8), 20));
    const server = await serveFiles(new Map([...files].filter(([path]) => path === 'key' || path === 'checkpoint')));
    expect(await runScript(server.origin)).toBe(2);
    server.close();
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
