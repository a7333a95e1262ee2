import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHttpLog } from '../../src/adapters/published/http-log.ts';
import { copyLog } from '../../src/audit/copy-log.ts';
import { parseLogEntry } from '../../src/audit/entry-format.ts';
import { SEGMENT_ENTRIES } from '../../src/audit/segment.ts';
import { verifyPublishedLog } from '../../src/audit/verify-published-log.ts';
import { openLogToExport } from '../../src/compose-log-copies.ts';
import { type RunningServer, serveAppliance } from '../../src/compose-server.ts';
import { readEnvironment } from '../../src/config/read-environment.ts';
import { type FaultAppliance, givenFolder, openFaultAppliance } from '../support/fault-appliance.ts';
import { memoryLog } from '../support/published-logs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = givenFolder();
const data = join(folder.path, 'data');
const segmentFile = join(data, 'segments', '000000.segment');
afterAll(folder.remove);

/** As many entries as a segment takes, on the record without the turns that would take hours. */
function growLog({ appliance }: FaultAppliance): void {
  const { database, log } = appliance.store;
  const actor = { role: 'admin', key: 'k_admin_1' };
  const act = (index: number) =>
    parseLogEntry({ v: 2, at: '2026-11-21T09:00:00.000Z', actor, kind: 'admin-act', act: `act-${index}` });
  for (let from = 0; from < SEGMENT_ENTRIES; from += 256) {
    const batch = Array.from({ length: 256 }, (_, offset) => act(from + offset));
    database.transaction(() => log.append(batch))();
  }
}

function runAudit(...parameters: readonly string[]) {
  const env = { ...process.env, CONFIDANT_DATA: data };
  const command = ['--import', 'tsx', join(root, 'scripts/audit.ts'), ...parameters, '--json'];
  const { status, stdout } = spawnSync(process.execPath, command, { cwd: root, env, encoding: 'utf8' });
  return { status, report: JSON.parse(stdout) };
}

describe('the log of an appliance', { timeout: 240_000 }, () => {
  let running: FaultAppliance;
  let server: RunningServer;
  let key = '';
  beforeAll(async () => {
    running = await openFaultAppliance({ data });
    key = running.appliance.firstKeys?.auditor ?? '';
    await running.post(`${await running.start()}/messages`, { text: 'I lost my card, what now?' });
    growLog(running);
    await running.close();
    running = await openFaultAppliance({ data });
    server = await serveAppliance(running.appliance, { host: '127.0.0.1', port: 0 });
  }, 240_000);

  const kindsRead = () =>
    [...running.appliance.store.log.entries(SEGMENT_ENTRIES)].flatMap(({ entry }) =>
      entry.kind === 'log-read' ? [entry.what] : [],
    );

  it('has its first segment sealed by a start that finds it whole', async () => {
    await expect.poll(() => [...running.appliance.store.sealedSegments()].length, { timeout: 30_000 }).toBe(1);
    expect(statSync(segmentFile).mode & 0o777).toBe(0o444);
    const sealing = [...running.appliance.store.log.entries(SEGMENT_ENTRIES)].filter(
      ({ entry }) => entry.kind === 'segment-sealed',
    );
    expect(sealing.map(({ entry }) => entry.actor)).toEqual([{ role: 'appliance', key: 'segments' }]);
  });

  it('verifies over its own HTTP, where every reading of entries is on the record', async () => {
    const log = openHttpLog({ address: `http://127.0.0.1:${server.port}`, key });
    const { vkey, size } = running.appliance.store.log;
    const report = await verifyPublishedLog(log, vkey);
    expect(report).toMatchObject({ ok: true, entries: size, segments: 1, findings: [] });
    const bundles = Math.ceil(size / 256);
    expect(kindsRead().toSorted()).toEqual([...Array.from({ length: bundles }, () => 'bundle'), 'segment']);
  });

  it('shows it to auditors alone', async () => {
    const kiosk = openHttpLog({
      address: `http://127.0.0.1:${server.port}`,
      key: running.appliance.firstKeys?.kiosk ?? key.replace(/.$/, ''),
    });
    expect((await verifyPublishedLog(kiosk, running.appliance.store.log.vkey)).ok).toBe(false);
  });

  it('is exported through the appliance that runs on it', async () => {
    const environment = { ...readEnvironment(), data, host: '127.0.0.1', port: server.port };
    using log = await openLogToExport(environment);
    const copy = memoryLog();
    const { entries } = await copyLog(log, copy);
    const report = await verifyPublishedLog(copy, running.appliance.store.log.vkey);
    expect(report).toMatchObject({ ok: true, entries, segments: 1 });
  });

  it('is exported by a command once the appliance is stopped, and that is on the record', async () => {
    await server.close();
    const out = join(folder.path, 'log.tar');
    const vkey = join(data, 'audit.vkey');
    const exported = runAudit('export', '--out', out);
    expect(exported).toMatchObject({ status: 0, report: { out } });
    const checked = runAudit('verify', '--from', out, '--key', vkey);
    expect(checked).toMatchObject({ status: 0, report: { ok: true, entries: exported.report.entries, segments: 1 } });
    const last = runAudit('show', String(exported.report.entries - 1));
    expect(last.report.entry).toMatchObject({ kind: 'log-read', what: 'export', actor: { role: 'operator' } });
    expect(runAudit('export', '--out', out).status).toBe(1);
  });

  it('does not verify with a bit of a sealed segment flipped on the disk', () => {
    const bytes = readFileSync(segmentFile);
    bytes.writeUInt8(bytes.readUInt8(1_000) ^ 4, 1_000);
    chmodSync(segmentFile, 0o644);
    writeFileSync(segmentFile, bytes);
    const { status, report } = runAudit('verify');
    expect(status).toBe(1);
    expect(report.findings.map(({ code }: { code: string }) => code)).toEqual(['segment-changed']);
  });
});
