import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateLogKey } from '../src/audit/checkpoint.ts';
import { type BackupFolders, toFolders } from '../src/backup/backup-folders.ts';
import { createBackup } from '../src/compose-backup.ts';
import { verifyBackup } from '../src/compose-backup-verify.ts';
import { type FaultAppliance, openFaultAppliance } from './support/fault-appliance.ts';

const folder = mkdtempSync(join(tmpdir(), 'backup-'));
const data = join(folder, 'data');
const now = () => new Date('2026-11-22T09:00:00.000Z');
let appliance: FaultAppliance;
let made: BackupFolders;

async function talk(): Promise<void> {
  const path = await appliance.start();
  await appliance.post(`${path}/messages`, { text: 'My IBAN is DE89 3704 0044 0532 0130 00, where is my card?' });
}

beforeAll(async () => {
  appliance = await openFaultAppliance({ data });
  await talk();
  made = toFolders(join(folder, 'first'));
  await createBackup({ ...made, data, withSecrets: false, now });
});
afterAll(async () => {
  await appliance.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('backup create', () => {
  it('copies a store while turns are written, with a key for every row of it', async () => {
    const wanted = toFolders(join(folder, 'under-traffic'));
    const traffic = { going: true, turns: 0 };
    const writers = Array.from({ length: 3 }, async () => {
      while (traffic.going) {
        await talk();
        traffic.turns += 1;
      }
    });
    const before = appliance.appliance.store.log.size;
    const manifest = await createBackup({ ...wanted, data, withSecrets: false, now });
    for (let more = 0; more < 2; more += 1) {
      await createBackup({ ...toFolders(join(folder, `traffic-${more}`)), data, withSecrets: false, now });
    }
    traffic.going = false;
    await Promise.all(writers);
    expect(traffic.turns).toBeGreaterThan(0);
    expect(manifest.log.size).toBeGreaterThanOrEqual(before);
    for (const name of ['under-traffic', 'traffic-0', 'traffic-1']) {
      const report = verifyBackup({ ...toFolders(join(folder, name)), data, all: true });
      expect(report).toMatchObject({ ok: true, findings: [], keys: { why: null } });
      expect(report.keys.opened).toBe(report.keys.subjects);
    }
  });

  it('keeps the keys, and every secret, out of the folder of the store', () => {
    expect(readdirSync(made.store).sort()).toEqual(['audit.vkey', 'confidant.db', 'manifest.json', 'manifest.note']);
    expect(readdirSync(made.keys).sort()).toEqual(['keys.db', 'manifest.json', 'manifest.note']);
    for (const file of [join(made.store, 'confidant.db'), join(made.keys, 'keys.db')]) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });

  it('brings secrets along where they are asked for', async () => {
    const wanted = toFolders(join(folder, 'secrets'), join(folder, 'elsewhere'));
    await createBackup({ ...wanted, data, withSecrets: true, now });
    expect(readdirSync(wanted.keys)).toEqual(expect.arrayContaining(['audit.key', 'master.key']));
    expect(verifyBackup(wanted)).toMatchObject({
      ok: true,
      signedBy: { trusted: 'backup-itself' },
      keys: { why: null },
    });
  });

  it('refuses a folder with something in it, a folder without a store, and a second one at once', async () => {
    const order = { data, withSecrets: false, now };
    await expect(createBackup({ ...order, ...made })).rejects.toMatchObject({ code: 'folder-not-empty' });
    const none = toFolders(join(folder, 'none'));
    await expect(createBackup({ ...order, ...none, data: join(folder, 'nothing') })).rejects.toMatchObject({
      code: 'data-missing',
    });
    const both = await Promise.allSettled(
      ['one', 'two'].map((name) => createBackup({ ...order, ...toFolders(join(folder, name)) })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'store-in-use' } });
    expect(existsSync(none.store)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('is one entry of the log, however often it is looked for', async () => {
    const { id } = JSON.parse(readFileSync(join(made.store, 'manifest.json'), 'utf8')) as { id: string };
    const noted = readFileSync(join(data, 'acts', `${id}.json`), 'utf8');
    const again = async (): Promise<void> => {
      await appliance.close();
      appliance = await openFaultAppliance({ data });
    };
    await again();
    writeFileSync(join(data, 'acts', `${id}.json`), noted);
    await again();
    const entries = [...appliance.appliance.store.log.entries(0)].map(({ entry }) => entry);
    expect(entries.filter((entry) => entry.kind === 'admin-act' && entry.target === id)).toMatchObject([
      { act: 'backup-created', actor: { role: 'operator', key: 'command' } },
    ]);
  });
});

/** Harms a copy of the backup and answers what is found. */
function findingsAfter(harm: (folders: BackupFolders) => void): readonly string[] {
  const copy = toFolders(join(folder, 'harmed'));
  for (const which of ['store', 'keys'] as const) cpSync(made[which], copy[which], { recursive: true });
  try {
    harm(copy);
    return verifyBackup({ ...copy, data, all: true }).findings.map(({ code }) => code);
  } finally {
    for (const which of ['store', 'keys'] as const) rmSync(copy[which], { recursive: true, force: true });
  }
}

/** Changes a database of the copy and makes the manifest say so: what somebody with the signing key could do. */
function changedInside(which: 'store' | 'keys', sql: string) {
  return (folders: BackupFolders): void => {
    const database = new Database(join(folders[which], which === 'store' ? 'confidant.db' : 'keys.db'));
    for (const { name } of database
      .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      .all())
      database.exec(`DROP TRIGGER ${name}`);
    database.exec(sql);
    database.close();
  };
}

function flip(file: string): void {
  const bytes = readFileSync(file);
  const place = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  writeFileSync(file, bytes);
}

describe('backup verify', () => {
  it('finds a whole one whole, also where nothing can be written beside it', () => {
    chmodSync(made.store, 0o500);
    expect(findingsAfter(() => undefined)).toEqual([]);
    chmodSync(made.store, 0o700);
  });

  it.each<[string, (folders: BackupFolders) => void, string]>([
    ['a flipped bit of the store', ({ store }) => flip(join(store, 'confidant.db')), 'file-changed'],
    ['a flipped bit of the keys', ({ keys }) => flip(join(keys, 'keys.db')), 'file-changed'],
    ['keys that are gone', ({ keys }) => rmSync(keys, { recursive: true }), 'file-missing'],
    [
      'another verifier key inside',
      ({ store }) => writeFileSync(join(store, 'audit.vkey'), generateLogKey().vkey),
      'file-changed',
    ],
    [
      'a manifest with another time',
      ({ store }) => {
        const file = join(store, 'manifest.json');
        writeFileSync(file, readFileSync(file, 'utf8').replace('2026-11-22', '2026-11-23'));
      },
      'signature-refused',
    ],
  ])('finds %s', (_what, harm, code) => {
    expect(findingsAfter(harm)).toContain(code);
  });

  it('refuses what is no backup with a code', () => {
    expect(() => verifyBackup({ ...toFolders(join(folder, 'nothing')), data })).toThrow(
      expect.objectContaining({ code: 'manifest-missing' }),
    );
    expect(() =>
      findingsAfter(({ store }) => writeFileSync(join(store, 'manifest.json'), '{"format":"other"}')),
    ).toThrow(expect.objectContaining({ code: 'manifest-invalid' }));
  });
});

describe('what the copies hold', () => {
  it.each<[string, 'store' | 'keys', string, string]>([
    ['an entry that is gone', 'store', 'DELETE FROM log_entries WHERE idx = 1', 'log-changed'],
    ['a log cut back', 'store', 'DELETE FROM log_checkpoints WHERE size > 1', 'checkpoint-other'],
    ['a text whose key is gone', 'keys', 'DELETE FROM data_keys', 'key-missing'],
  ])('is checked for %s, whatever its manifest says', async (_what, which, sql, code) => {
    const wanted = toFolders(join(folder, `inside-${code}`));
    const harmed = join(folder, `harmed-${code}`);
    cpSync(data, harmed, { recursive: true });
    rmSync(join(harmed, 'appliance.lock'), { force: true });
    changedInside(which, sql)({ store: harmed, keys: harmed });
    await createBackup({ ...wanted, data: harmed, withSecrets: false, now });
    const { findings } = verifyBackup({ ...wanted, data, all: true });
    expect(findings.map((finding) => finding.code)).toContain(code);
  });
});
