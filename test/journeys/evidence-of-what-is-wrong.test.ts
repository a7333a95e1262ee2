import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceRun } from '../../src/compose-evidence.ts';
import { openFiles } from '../../src/compose-log-copies.ts';
import { verifyPack } from '../../src/evidence/verify-pack.ts';
import { type GivenEvidence, givenEvidence } from '../support/given-evidence.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const noTransferOutside = 26;

let given: GivenEvidence;

const readReport = (pack: string, path: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(join(given.folder, pack, path), 'utf8')) as Readonly<Record<string, unknown>>;

const findingOf = ({ judged }: EvidenceRun) => judged[noTransferOutside - 1]?.evidence.map(({ what }) => what).join();

/** The shipped policy with one webhook, and a configuration that sends traces to a collector. */
function nameAddresses(): void {
  const alerts = join(given.bank.policies, 'alerts.yaml');
  const webhook =
    'webhooks:\n  - { id: on-call, url: "https://10.1.2.3:9443/alert", secret: CONFIDANT_SECRET_ON_CALL }\n';
  writeFileSync(alerts, readFileSync(alerts, 'utf8').replace('webhooks: []\n', webhook));
  const collector = 'traces: { to: collector, url: "http://10.1.2.4:4318/v1/traces" }\n';
  writeFileSync(join(given.folder, 'confidant.yaml'), collector);
}

/** The log as a disk that fails leaves it: it is read, and takes no entry. */
function stopLog(): void {
  const database = new Database(join(given.bank.data, 'confidant.db'));
  database.exec("CREATE TRIGGER full BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'no more'); END");
  database.close();
}

function createByCommand(out: string) {
  const words = ['--import', 'tsx', join(root, 'scripts/evidence.ts'), 'create', '--out', join(given.folder, out)];
  const env = { ...process.env, CONFIDANT_DATA: given.bank.data, CONFIDANT_POLICIES: given.bank.policies };
  return spawnSync(process.execPath, words, { cwd: root, env, encoding: 'utf8' });
}

beforeAll(async () => {
  given = await givenEvidence();
  await given.bank.appliance.close();
}, 120_000);
afterAll(async () => {
  await given.close();
});

describe('evidence of addresses outside', () => {
  it('names alert webhooks and a trace collector, in every report that speaks of them', async () => {
    const before = await given.write('before');
    expect(before.facts.outward).toEqual([]);
    expect(findingOf(before)).toContain('names no address outside');
    expect(readReport('before', 'reports/processing.json').recipients).toBe('none outside the process');
    nameAddresses();
    const named = await given.write('named');
    const outward = [
      { what: 'alert webhook on-call', kind: 'webhook', address: '10.1.2.3:9443', enabled: true },
      { what: 'trace collector', kind: 'otlp', address: '10.1.2.4:4318', enabled: true },
    ];
    expect(findingOf(named)).toContain('Configured: alert webhook on-call, trace collector');
    expect(named.judged[noTransferOutside - 1]?.status).toBe('not-satisfied');
    expect(readReport('named', 'reports/processing.json').recipients).toEqual(
      expect.arrayContaining(outward.map((one) => expect.objectContaining(one))),
    );
    expect(readReport('named', 'reports/egress.json')).toMatchObject({ enabled: 2, configured: outward });
  });
});

describe('evidence of a run that the log does not take', () => {
  it('is a pack without a receipt that says so, and an exit code of 1', async () => {
    expect(createByCommand('taken')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('receipt.json proves it'),
    });
    stopLog();
    const run = await given.write('refused');
    expect(run.record).toEqual({ kind: 'failed', code: 'store-failed' });
    expect(existsSync(join(given.folder, 'refused/receipt.json'))).toBe(false);
    const vkey = readFileSync(join(given.bank.data, 'audit.vkey'), 'utf8');
    expect(await verifyPack(await openFiles(join(given.folder, 'refused')), { vkey })).toMatchObject({
      ok: true,
      run: 'unproven',
    });
    const { status, stdout } = createByCommand('refused-again');
    expect([status, stdout]).toEqual([1, expect.stringContaining('NOT ON THE RECORD (store-failed)')]);
    expect(stdout).not.toContain('within a minute');
  }, 120_000);
});
