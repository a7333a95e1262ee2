import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateLogKey } from '../src/audit/checkpoint.ts';
import { type BackupFolders, toFolders } from '../src/backup/backup-folders.ts';
import { createBackup } from '../src/compose-backup.ts';
import { type RestoreOrder, restoreBackup } from '../src/compose-restore.ts';
import { type FaultAppliance, openFaultAppliance } from './support/fault-appliance.ts';
import { verifyData } from './support/fault-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'restore-'));
const data = join(folder, 'data');
const policies = fileURLToPath(new URL('../policies', import.meta.url));
const now = () => new Date('2026-11-22T09:00:00.000Z');
const made = toFolders(join(folder, 'made'));
const secrets = join(folder, 'secrets');
/** What an auditor kept of the time after the backup. */
const held = join(folder, 'held.txt');
const erasures = join(folder, 'erasures.log');
/** The data folder as it was when everything below had happened. */
const after = join(folder, 'after');

interface Known {
  readonly reference: string;
  readonly subject: string;
  readonly path: string;
}

let gone: Known;
let stays: Known;
/** Who was erased after the newest copy of the keys, and under a hold when the backup was made. */
let held2: Known;
let late: Known;
let backupSize: number;

async function talk(one: FaultAppliance, reference: string): Promise<Known> {
  const { body } = await one.post('/v1/conversations', { customer: { ref: reference } });
  const path = `/v1/conversations/${(body as { id: string }).id}`;
  await one.post(`${path}/messages`, { text: 'My IBAN is DE89 3704 0044 0532 0130 00, where is my card?' });
  return { reference, path, subject: one.appliance.store.keys.subjectOf(reference) };
}

function orderFor(to: string, fields: Partial<RestoreOrder & BackupFolders> = {}): RestoreOrder {
  return { ...made, data: to, policies, secrets, erasures: [], held: [], replace: false, now, ...fields };
}

const request = { by: { role: 'operator', key: 'test' }, repeat: null } as const;

beforeAll(async () => {
  const one = await openFaultAppliance({ data });
  gone = await talk(one, 'customer-gone');
  stays = await talk(one, 'customer-stays');
  held2 = await talk(one, 'customer-held');
  await one.appliance.subjects.hold(held2.reference, 'a case', request);
  backupSize = (await createBackup({ ...made, data, withSecrets: false, now })).log.size;
  await one.appliance.subjects.erase(gone.reference, request);
  await one.appliance.subjects.release(held2.reference, request);
  await one.appliance.subjects.erase(held2.reference, request);
  late = await talk(one, 'customer-late');
  writeFileSync(held, one.appliance.store.log.latestCheckpoint());
  cpSync(join(data, 'erasures.log'), erasures);
  await one.close();
  for (const name of ['audit.key', 'master.key']) cpSync(join(data, name), join(secrets, name));
  cpSync(data, after, { recursive: true });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A restored folder, open; everything asked of it is asked through its API. */
async function whileOpen<T>(to: string, look: (one: FaultAppliance) => Promise<T>): Promise<T> {
  // The first keys are those of the store: its own file of them did not come along.
  if (!existsSync(join(to, 'keys.json'))) cpSync(join(data, 'keys.json'), join(to, 'keys.json'));
  const one = await openFaultAppliance({ data: to });
  try {
    return await look(one);
  } finally {
    await one.close();
  }
}

describe('backup restore', () => {
  it('brings a store back on another machine, and erases again who was erased since', async () => {
    const to = join(folder, 'elsewhere');
    const report = await restoreBackup(orderFor(to, { erasures: [erasures], held: [held] }));
    expect(report).toMatchObject({ entries: backupSize, erased: 2, aside: null, warnings: [] });
    expect(report.lost).toMatchObject({ from: backupSize });
    await whileOpen(to, async (one) => {
      const { keys, subjects, log } = one.appliance.store;
      expect((await one.get(stays.path)).status).toBe(200);
      expect((await one.get(gone.path)).status).toBe(404);
      expect((await one.get(held2.path)).status).toBe(404);
      expect([gone, held2].map(({ subject }) => [keys.isDestroyed(subject), subjects.isKnown(subject)])).toEqual([
        [true, false],
        [true, false],
      ]);
      const entry = log.entry(backupSize)?.entry;
      expect(entry).toMatchObject({ kind: 'log-restored', size: backupSize, lost: { size: report.lost?.to } });
    });
    expect(verifyData(to)).toMatchObject({ ok: true, findings: [] });
  });

  it('is told apart from a rewritten log by whoever holds a later checkpoint', async () => {
    const to = join(folder, 'told-apart');
    await restoreBackup(orderFor(to, { held: [held] }));
    expect(verifyData(to, [readFileSync(held, 'utf8')]).findings).toMatchObject([{ code: 'lost-by-restore' }]);
    // The backup put in place by hand says nothing of it.
    const byHand = join(folder, 'by-hand');
    cpSync(made.store, byHand, { recursive: true });
    expect(verifyData(byHand, [readFileSync(held, 'utf8')]).findings).toMatchObject([{ code: 'entries-missing' }]);
  });

  it('puts what was there aside, takes the erasures from it, and says what is lost', async () => {
    const to = join(folder, 'replaced');
    cpSync(after, to, { recursive: true });
    await expect(restoreBackup(orderFor(to))).rejects.toMatchObject({ code: 'folder-not-empty' });
    const report = await restoreBackup(orderFor(to, { secrets: undefined, replace: true }));
    expect(report).toMatchObject({ erased: 2, warnings: [], lost: { kinds: { turn: 1, 'subject-erased': 2 } } });
    expect(existsSync(join(report.aside ?? '', 'confidant.db'))).toBe(true);
    expect(readFileSync(join(to, 'erasures.log'), 'utf8').split('\n').length).toBeGreaterThanOrEqual(3);
    await whileOpen(to, async (one) => {
      expect((await one.get(stays.path)).status).toBe(200);
      expect((await one.get(late.path)).status).toBe(404);
      expect(one.appliance.store.keys.isDestroyed(gone.subject)).toBe(true);
    });
  });

  it('brings nobody back where a later copy of the keys is used', async () => {
    const newer = toFolders(join(folder, 'newer'));
    await createBackup({ ...newer, data, withSecrets: false, now });
    const to = join(folder, 'newer-keys');
    const report = await restoreBackup(orderFor(to, { keys: newer.keys }));
    expect(report).toMatchObject({ erased: 2 });
  });

  it('says that nothing tells who was erased since, where nothing does', async () => {
    const report = await restoreBackup(orderFor(join(folder, 'untold')));
    expect(report).toMatchObject({
      erased: 0,
      lost: null,
      warnings: [expect.stringMatching(/erasures\.log/)],
    });
  });

  it('is refused while an appliance runs, without secrets, with a forged list, and for another log', async () => {
    const to = join(folder, 'refused');
    const forged = join(folder, 'forged.log');
    writeFileSync(forged, readFileSync(erasures, 'utf8').replace('customer', 'someone').replace(/s_\w/u, 's_X'));
    const torn = join(folder, 'torn.log');
    writeFileSync(torn, `{"no\n${readFileSync(erasures, 'utf8')}`);
    const vkey = join(folder, 'other.vkey');
    writeFileSync(vkey, generateLogKey().vkey);
    const refusals: readonly (readonly [Partial<RestoreOrder>, string])[] = [
      [{ secrets: undefined }, 'secrets-missing'],
      [{ erasures: [forged] }, 'erasures-invalid'],
      [{ erasures: [torn] }, 'erasures-invalid'],
      [{ erasures: [join(folder, 'none.log')] }, 'erasures-invalid'],
      [{ vkey }, 'backup-refused'],
      [{ keys: join(folder, 'no-keys') }, 'backup-refused'],
      [{ held: [erasures] }, 'backup-refused'],
    ];
    for (const [fields, code] of refusals) {
      await expect(restoreBackup(orderFor(to, fields))).rejects.toMatchObject({ code });
      expect(readdirSync(to).filter((name) => !name.endsWith('.lock'))).toEqual([]);
    }
    const one = await openFaultAppliance({ data });
    await expect(restoreBackup(orderFor(data, { replace: true }))).rejects.toMatchObject({ code: 'store-in-use' });
    await one.close();
  });
});
