import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inOnePiece, type ListedLog, readResource } from '../../src/audit/published-log.ts';
import type { EvidenceRun } from '../../src/compose-evidence.ts';
import { openFiles } from '../../src/compose-log-copies.ts';
import { controls, judgeControls } from '../../src/evidence/controls/judge-controls.ts';
import { belowFolder, verifyPack } from '../../src/evidence/verify-pack.ts';
import { endpointRows } from '../support/endpoint-rows.ts';
import { findOscalFaults, findSbomFaults } from '../support/evidence-schemas.ts';
import { type GivenEvidence, givenEvidence, planted } from '../support/given-evidence.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

let given: GivenEvidence;
let live: EvidenceRun;
let run: EvidenceRun;
let pack: ListedLog;
/** Every file of the pack as text. */
let texts: ReadonlyMap<string, string>;
let vkey: string;

const inFolder = (name: string): string => join(given.folder, name);

beforeAll(async () => {
  given = await givenEvidence();
  live = await given.write('live');
  await given.bank.appliance.close();
  mkdirSync(inFolder('reports'));
  writeFileSync(inFolder('reports/pii.json'), JSON.stringify(evaluation));
  writeFileSync(inFolder('reports/notes.json'), JSON.stringify({ customer: planted.email }));
  run = await given.write('pack.tar');
  pack = await openFiles(inFolder('pack.tar'));
  texts = await readAll(pack);
  vkey = readFileSync(join(given.bank.data, 'audit.vkey'), 'utf8');
}, 120_000);
afterAll(async () => {
  await given.close();
});

const evaluation = {
  suite: 'pii',
  test: '/home/somebody/texts.jsonl',
  at: '2026-11-20T10:00:00.000Z',
  figures: [{ name: 'recall', value: 0.94, n: 5_705 }],
  tables: [{ title: planted.email, columns: [], rows: [] }],
};

async function readAll(files: ListedLog): Promise<ReadonlyMap<string, string>> {
  const paths = await files.list();
  const read = paths.map(async (path) => {
    const bytes = (await readResource(files, path, 10_000_000)) ?? Buffer.alloc(0);
    return [path, Buffer.from(bytes).toString('latin1')] as const;
  });
  return new Map(await Promise.all(read));
}

function textOf(path: string): string {
  const text = texts.get(path);
  if (text === undefined) throw new Error(`The pack has no "${path}"`);
  return text;
}

/** The pack with some of its files as somebody else would have them; undefined takes one away. */
function withChanged(changes: Readonly<Record<string, string | undefined>>): ListedLog {
  return {
    grows: false,
    open: async (path) => {
      if (!Object.hasOwn(changes, path)) return pack.open(path);
      const text = changes[path];
      return text === undefined ? undefined : inOnePiece(Buffer.from(text, 'latin1'));
    },
    list: async () =>
      [...new Set([...texts.keys(), ...Object.keys(changes)])].filter(
        (path) => changes[path] !== undefined || !Object.hasOwn(changes, path),
      ),
  };
}

async function codesOf(...check: Parameters<typeof verifyPack>): Promise<readonly string[]> {
  const { findings } = await verifyPack(...check);
  return [...new Set(findings.map(({ code }) => code))].sort();
}

describe('an evidence pack', () => {
  it('verifies anywhere by its files and the key, and proves its own entry in the log', async () => {
    const report = await verifyPack(pack, { vkey });
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({
      ok: true,
      run: 'proven',
      keyFrom: 'outside',
      log: { ok: true, entries: run.manifest.log.size },
    });
    expect(run.record).toEqual({ kind: 'recorded', index: run.manifest.log.size });
  });

  it('is written beside a running appliance too, which alone may write the log', async () => {
    expect(live.record).toEqual({ kind: 'noted' });
    const beside = await openFiles(inFolder('live'));
    expect(await verifyPack(beside, { vkey })).toMatchObject({ ok: true, run: 'unproven' });
  });

  it('holds nothing a customer or a person wrote, and no name', () => {
    const values = Object.values(planted).map((value) => value.replaceAll(/[\s+-]/gu, '').toLowerCase());
    const found = [...texts.keys()].flatMap((path) => {
      const text = textOf(path)
        .replaceAll(/[\s+-]/gu, '')
        .toLowerCase();
      return values.filter((value) => text.includes(value)).map((value) => `${value} in ${path}`);
    });
    expect(found).toEqual([]);
  });

  it('says nothing of where things stand on this machine', () => {
    const places = [given.folder, given.bank.data, root, `${tmpdir()}/`];
    const found = [...texts.keys()].filter((path) => places.some((place) => textOf(path).includes(place)));
    expect(found).toEqual([]);
  });

  it('is valid by the schema of OSCAL, with a finding for each control', () => {
    const text = textOf('oscal-assessment-results.json');
    expect(findOscalFaults(text)).toEqual([]);
    expect(findOscalFaults(text.replace('"not-satisfied"', '"nearly"'))).not.toEqual([]);
    expect(text.match(/"target-id"/gu)).toHaveLength(38);
  });

  it('has a bill of materials that is valid by the strict schema of CycloneDX', async () => {
    const text = textOf('sbom.cdx.json');
    expect(await findSbomFaults(text)).toBeNull();
    expect(await findSbomFaults(text.replace('"library"', '"thing"'))).not.toBeNull();
    for (const part of ['better-sqlite3', 'hono', 'machine-learning-model']) expect(text).toContain(part);
  });

  it('has the table of roles and calls that the server enforces', () => {
    const lines = textOf('reports/access-matrix.csv').trim().split('\r\n').slice(1);
    const declared = endpointRows.map(({ operation, allowed }) => {
      const open = allowed === 'nobody-asked';
      return `${operation} ${['kiosk', 'agent', 'reviewer', 'admin', 'auditor'].map((role) => (open || allowed.some((one) => one === role) ? 'yes' : 'no')).join()}`;
    });
    const written = lines.map((line) => `${line.split(',')[0]} ${line.split(',').slice(-5).join()}`);
    // Two calls look at more than the role: a session of a person, and health, which asks nobody.
    const special = /^(?:signOut|checkHealth|checkReadiness) /u;
    expect(written.filter((line) => !special.test(line)).sort()).toEqual(
      declared.filter((line) => !special.test(line)).sort(),
    );
  });

  it('lists keys that were revoked as such, with the entries of their changes', () => {
    expect(run.facts.keys.flatMap(({ keyId, revokedAt }) => (revokedAt ? [keyId] : []))).toEqual(['k_kiosk_3']);
    for (const act of ['added-as-kiosk', 'revoked']) expect(textOf('reports/accounts.json')).toContain(`key-${act} k_`);
  });

  it('counts what people did, with how long it took', () => {
    const oversight = run.facts.log.tallies.oversight;
    expect(oversight).toMatchObject({
      overrides: 1,
      claimMs: { n: 1, p50: 60_000 },
      stops: [{ resumedAfterMs: 5_000 }],
    });
    expect(run.facts.log.tallies.requests).toMatchObject({ counts: { erasure: 1, export: 1 }, erasuresUnderWay: 0 });
    expect(run.facts.log.tallies.consents).toMatchObject({
      granted: 1,
      conversations: 2,
      withNotice: 2,
      withDisclosure: 2,
    });
    expect(run.facts.log.tallies.staff).toMatchObject({ signedIn: 1 });
    expect(run.facts.tables.find(({ table }) => table === 'turns')?.oldest).not.toBeNull();
  });

  it('takes figures of reports and leaves everything else of them behind', () => {
    expect(run.facts.measured).toMatchObject([{ report: 'evaluate-pii', figures: [{ name: 'recall', value: 0.94 }] }]);
    expect(run.unread).toEqual(['notes.json']);
  });
});

describe('a pack that was changed', () => {
  it('is told for every file, the log included', async () => {
    for (const path of ['index.html', 'controls.csv', 'log/key', 'reports/oversight.json', 'log-verification.json']) {
      expect([path, await codesOf(withChanged({ [path]: `${textOf(path)} ` }), { vkey })]).toEqual([
        path,
        expect.arrayContaining(['file-changed']),
      ]);
      expect([path, await codesOf(withChanged({ [path]: undefined }), { vkey })]).toEqual([
        path,
        expect.arrayContaining(['file-missing']),
      ]);
    }
    expect(await codesOf(withChanged({ 'reports/more.json': '{}' }), { vkey })).toEqual(['file-added']);
    const bundle = [...texts.keys()].find((path) => path.startsWith('log/tile/entries/')) ?? '';
    const forged = textOf(bundle).replace('"kind":"stop"', '"kind":"atop"');
    expect(await codesOf(withChanged({ [bundle]: forged }), { vkey })).toEqual(
      expect.arrayContaining(['file-changed', 'log-changed']),
    );
  });

  it('is told where manifest, signature or receipt are not its own', async () => {
    const manifest = textOf('manifest.json').replace('"bytes": 1', '"bytes": 2');
    expect(await codesOf(withChanged({ 'manifest.json': manifest }), { vkey })).toContain('signature-invalid');
    expect(await codesOf(withChanged({ 'manifest.note': undefined }), { vkey })).toContain('signature-invalid');
    expect(await codesOf(withChanged({ 'manifest.json': '{}' }), { vkey })).toContain('manifest-unreadable');
    expect(
      await codesOf(withChanged({ 'receipt.json': textOf('receipt.json').replace('sha256:', 'sha256:0') }), { vkey }),
    ).toEqual(['receipt-invalid']);
    const other = await openFiles(inFolder('live'));
    expect(
      await codesOf(withChanged({ 'manifest.note': (await readAll(other)).get('manifest.note') }), { vkey }),
    ).toContain('signature-invalid');
  });

  it('is told by a checkpoint somebody kept, and passes with those of its own log', async () => {
    const notes = Buffer.from(textOf('log/checkpoints'), 'latin1')
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) => String(JSON.parse(line).note));
    expect((await verifyPack(pack, { vkey, held: notes.slice(0, 3) })).ok).toBe(true);
    const forged = (notes[1] ?? '').replace(/\n2\n/u, '\n3\n');
    expect((await verifyPack(pack, { vkey, held: [forged] })).ok).toBe(false);
  });

  it('is held against a later log: the same history goes on, with the entry of each run', async () => {
    const next = await given.write('later');
    const later = await openFiles(inFolder('later'));
    const read = belowFolder(later, 'log');
    expect(next.manifest.log.size).toBe(run.manifest.log.size + 1);
    expect(await verifyPack(pack, { vkey, later: read })).toMatchObject({ ok: true, run: 'proven' });
    const without = withChanged({ 'receipt.json': undefined });
    expect(await codesOf(without, { vkey, later: read })).toEqual([]);
    const beside = await openFiles(inFolder('live'));
    expect(await verifyPack(beside, { vkey, later: read })).toMatchObject({ ok: true, run: 'proven' });
    expect(await codesOf(later, { vkey, later: read })).toEqual(['run-not-recorded']);
    expect(await codesOf(later, { vkey, later: belowFolder(pack, 'log') })).toEqual(['later-log-other']);
  });
});

describe('a control', () => {
  it('is one of 38, each with a status and its evidence', () => {
    expect(controls.map(({ number }) => number)).toEqual(Array.from({ length: 38 }, (_, at) => at + 1));
    expect(run.judged.every(({ evidence }) => evidence.length > 0)).toBe(true);
  });

  it('is not satisfied once a piece of its evidence is taken away', () => {
    const passed = controls.flatMap(({ tests }) => tests).map((path) => ({ path, passed: 1, failed: 0, skipped: 0 }));
    const facts = { ...run.facts, tests: { at: run.facts.madeAt, sha256: 'a'.repeat(64), files: passed } };
    const files = new Map(run.manifest.files.map(({ path, sha256 }) => [path, sha256]));
    const whole = judgeControls(facts, files);
    const satisfied = whole.filter(({ status }) => status === 'satisfied');
    expect(satisfied.length).toBeGreaterThan(10);
    for (const { control } of satisfied) {
      for (const path of control.files) {
        const without = judgeControls(facts, new Map([...files].filter(([name]) => name !== path)))[control.number - 1];
        expect([control.number, path, without?.status]).toEqual([control.number, path, 'not-satisfied']);
      }
      for (const path of control.tests) {
        const left = { ...facts, tests: { ...facts.tests, files: passed.filter((one) => one.path !== path) } };
        expect([control.number, path, judgeControls(left, files)[control.number - 1]?.status]).toEqual([
          control.number,
          path,
          'not-measured',
        ]);
      }
    }
  });

  it('is never satisfied without a run of its tests, or with a failed one', () => {
    const tested = run.judged.filter(({ control }) => control.tests.length > 0);
    expect(tested.filter(({ status }) => status === 'satisfied')).toEqual([]);
    const failed = controls.flatMap(({ tests }) => tests).map((path) => ({ path, passed: 1, failed: 1, skipped: 0 }));
    const facts = { ...run.facts, tests: { at: run.facts.madeAt, sha256: 'a'.repeat(64), files: failed } };
    const judged = judgeControls(facts, new Map(run.manifest.files.map(({ path, sha256 }) => [path, sha256])));
    expect(
      judged.filter(({ control }) => control.tests.length > 0).every(({ status }) => status === 'not-satisfied'),
    ).toBe(true);
  });

  it('is not satisfied by a log that was changed', () => {
    const { log } = run.facts;
    const broken = { ...run.facts, log: { ...log, verification: { ...log.verification, ok: false } } };
    const judged = judgeControls(broken, new Map(run.manifest.files.map(({ path, sha256 }) => [path, sha256])));
    expect([3, 4, 19, 27, 38].map((number) => judged[number - 1]?.status)).toEqual(Array(5).fill('not-satisfied'));
  });

  it('names tests that are there', () => {
    for (const path of new Set(controls.flatMap(({ tests }) => tests)))
      expect(readFileSync(join(root, path)).length).toBeGreaterThan(0);
  });
});
