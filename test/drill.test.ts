import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BackupFolders, toFolders } from '../src/backup/backup-folders.ts';
import { createBackup } from '../src/compose-backup.ts';
import { drillRestore } from '../src/compose-drill.ts';
import { readConfig } from '../src/config/read-config.ts';
import { createLog } from '../src/telemetry/log.ts';
import { type FaultAppliance, openFaultAppliance } from './support/fault-appliance.ts';
import { smallBankBeside } from './support/fault-bank.ts';
import { wordEmbedder } from './support/word-embedder.ts';

const folder = mkdtempSync(join(tmpdir(), 'drill-'));
const data = join(folder, 'data');
const older = toFolders(join(folder, 'older'));
const root = fileURLToPath(new URL('../', import.meta.url));
const now = () => new Date();
let one: FaultAppliance;

async function talk(reference: string): Promise<void> {
  const { body } = await one.post('/v1/conversations', { customer: { ref: reference } });
  await one.post(`/v1/conversations/${(body as { id: string }).id}/messages`, { text: 'Where is my card?' });
}

beforeAll(async () => {
  one = await openFaultAppliance({ data });
  await talk('customer-gone');
  await createBackup({ ...older, data, withSecrets: false, now });
  await talk('customer-stays');
  await one.appliance.subjects.erase('customer-gone', { by: { role: 'operator', key: 'test' }, repeat: null });
});
afterAll(async () => {
  await one.close();
  rmSync(folder, { recursive: true, force: true });
});

async function drill(from?: BackupFolders) {
  const config = join(data, 'none.yaml');
  const knowledge = smallBankBeside(data);
  const environment = {
    host: '127.0.0.1',
    port: 0,
    data,
    models: join(root, 'models'),
    policies: join(root, 'policies'),
  };
  const embedder = wordEmbedder();
  const engines = {
    embedder,
    classifier: null,
    generator: null,
    problems: {},
    onRestart: () => undefined,
    close: () => embedder.close(),
  };
  return drillRestore({
    environment: { ...environment, knowledge, config, offline: true },
    config: readConfig(config),
    engines,
    log: createLog('silent'),
    from,
    now,
  });
}

describe('backup drill', () => {
  it('brings everything acknowledged back beside the running appliance, and says what it took', async () => {
    const { log } = one.appliance.store;
    const before = log.size;
    const { report, file } = await drill();
    expect(report).toMatchObject({
      ok: true,
      differences: {},
      erasedAgain: 0,
      state: 'ready',
      fault: null,
      log: { ok: true },
    });
    expect(report.rpo).toEqual({ acknowledged: before, restored: before, lost: 0 });
    expect(report.texts.opened).toBe(report.texts.subjects);
    expect(report.rto.ms).toBeGreaterThanOrEqual(report.rto.restoreMs);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(report);
    expect(existsSync(join(data, 'drill.part'))).toBe(false);
    expect(log.size).toBe(before);
  });

  it('says what an older backup would cost, and erases again who was erased since', async () => {
    const { report } = await drill(older);
    expect(report).toMatchObject({ ok: true, erasedAgain: 1 });
    expect(report.rpo.lost).toBeGreaterThan(0);
    expect(report.differences).toMatchObject({ conversations: { backup: 1, restored: 0 } });
  });
});
