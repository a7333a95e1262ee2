import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateLogKey } from '../../src/audit/checkpoint.ts';
import { runMain } from '../support/child-appliance.ts';
import { givenFolder, openFaultAppliance } from '../support/fault-appliance.ts';
import { verifyData } from '../support/fault-database.ts';
import { mountDisk, reasonForNoDisk } from '../support/fault-disk.ts';

const folder = givenFolder();
const data = join(folder.path, 'data');
const noDisk = reasonForNoDisk(folder.path);
if (noDisk !== undefined) process.stdout.write(`Skipping a read-only disk: ${noDisk}\n`);
/** A conversation that must be there again once the folder is whole. */
let path: string;

beforeAll(async () => {
  const one = await openFaultAppliance({ data });
  path = await one.start();
  await one.post(`${path}/messages`, { text: 'My IBAN is DE89 3704 0044 0532 0130 00, where is my card?' });
  await one.close();
});
afterAll(folder.remove);

/** Harms one file, hands over to the check, and puts the file back. */
async function whileHarmed(name: string, harm: (file: string) => void, check: () => Promise<void>): Promise<void> {
  const file = join(data, name);
  copyFileSync(file, `${file}.kept`);
  try {
    harm(file);
    await check();
  } finally {
    renameSync(`${file}.kept`, file);
  }
}

async function expectWhole(): Promise<void> {
  const one = await openFaultAppliance({ data });
  const { body } = await one.get(path);
  expect((body as { transcript: readonly unknown[] }).transcript).toHaveLength(2);
  await one.close();
  expect(verifyData(data)).toMatchObject({ ok: true });
}

const remove = (file: string): void => rmSync(file);

const harms: readonly (readonly [string, string, (file: string) => void, string])[] = [
  ['a database with a broken header', 'confidant.db', overwriteHeader, 'store-damaged'],
  ['a database that is text', 'confidant.db', (file) => writeFileSync(file, 'text '.repeat(2_000)), 'store-damaged'],
  ['a database cut to a third', 'confidant.db', cutToThird, 'store-damaged'],
  ['a key database with a broken header', 'keys.db', overwriteHeader, 'store-damaged'],
  ['a log without its key', 'audit.key', remove, 'log-key-missing'],
  [
    'a log with the key of another',
    'audit.key',
    (file) => writeFileSync(file, generateLogKey().privateKeyPem),
    'log-key-other',
  ],
  ['a log with a key that is none', 'audit.key', (file) => writeFileSync(file, 'no key'), 'log-key-damaged'],
  ['a log with an empty key', 'audit.key', (file) => writeFileSync(file, ''), 'log-key-damaged'],
  ['a database without its keys', 'keys.db', remove, 'keys-missing'],
  ['keys without their master key', 'master.key', remove, 'master-key-missing'],
  [
    'keys with another master key',
    'master.key',
    (file) => writeFileSync(file, Buffer.alloc(32, 7).toString('base64')),
    'master-key-other',
  ],
  ['keys with half a master key', 'master.key', (file) => writeFileSync(file, 'aGFsZg=='), 'master-key-invalid'],
];

describe('a start', () => {
  it.each(harms)('refuses %s with a code, and changes nothing', async (_what, name, harm, code) => {
    await whileHarmed(name, harm, async () => {
      const file = join(data, name);
      const before = contentOf(file);
      // Twice: the first refusal leaves nothing behind that another start trips over.
      for (let start = 0; start < 2; start += 1) {
        await expect(openFaultAppliance({ data })).rejects.toMatchObject({ code });
      }
      expect(contentOf(file)).toBe(before);
    });
  });

  it('serves again once everything is mended', expectWhole);

  it('ends with code 1 and sentences that say what to do, without a stack', async () => {
    await whileHarmed('confidant.db', overwriteHeader, async () => {
      expect(await startMain(data)).toEqual({ code: 1, lines: [expect.stringMatching(/damaged.*backup/)] });
    });
  }, 60_000);

  it('does not miss first keys that were noted and deleted', async () => {
    const file = join(data, 'keys.json');
    const keys: unknown = JSON.parse(readFileSync(file, 'utf8'));
    rmSync(file);
    await expectWhole();
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  });

  it('makes the verifier key and the index again where they are gone', async () => {
    rmSync(join(data, 'audit.vkey'));
    rmSync(join(data, 'index'), { recursive: true });
    await expectWhole();
  });
});

/** What may be lost without loss, each as one start or another may find it. */
const cacheHarms: readonly (readonly [string, (text: string) => string])[] = [
  ['empty', () => ''],
  ['cut in the middle', (text) => text.slice(0, Math.floor(text.length / 2))],
  ['of a version to come', () => '{"version":99,"entries":{"all":"other"}}\n'],
  ['no text', () => '\u0000\uFFFD'.repeat(100)],
];

describe('a start on damaged caches', () => {
  it.each(cacheHarms)('serves, and makes them again, where each is %s', async (_what, harm) => {
    const vkey = readFileSync(join(data, 'audit.vkey'), 'utf8');
    const index = readdirSync(join(data, 'index')).map((name) => join('index', name));
    expect(index).toHaveLength(2);
    for (const name of [
      'audit.vkey',
      'qualifications.json',
      'threads.json',
      'erasures.log',
      'acts/b_1.json',
      ...index,
    ]) {
      const file = join(data, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, harm(existsSync(file) ? readFileSync(file, 'utf8') : '{"version":1,"entries":[]}\n'));
    }
    await expectWhole();
    expect(readFileSync(join(data, 'audit.vkey'), 'utf8')).toBe(vkey);
    const [manifest = ''] = index.filter((name) => name.endsWith('.json'));
    expect(JSON.parse(readFileSync(join(data, manifest), 'utf8'))).toMatchObject({ model: expect.any(String) });
    expect(readdirSync(data).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe.skipIf(noDisk !== undefined)('a data folder on a read-only disk', () => {
  it('is refused with a code and one sentence, and serves once it can be written', async () => {
    const disk = mountDisk(join(folder.path, 'read-only'), 12_288);
    const there = join(disk.path, 'data');
    try {
      const first = await openFaultAppliance({ data: there });
      const started = await first.start();
      await first.close();
      disk.setReadOnly(true);
      await expect(openFaultAppliance({ data: there })).rejects.toMatchObject({ code: 'store-unwritable' });
      await expect(openFaultAppliance({ data: join(disk.path, 'fresh') })).rejects.toMatchObject({
        code: 'store-unwritable',
      });
      expect(await startMain(there)).toEqual({ code: 1, lines: [expect.stringMatching(/read-only/)] });
      disk.setReadOnly(false);
      const again = await openFaultAppliance({ data: there });
      expect(await again.get(started)).toMatchObject({ status: 200 });
      await again.close();
    } finally {
      disk.remove();
    }
  }, 60_000);
});

async function startMain(where: string): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  const { code, errors } = await runMain({
    CONFIDANT_PORT: '0',
    CONFIDANT_DATA: where,
    CONFIDANT_MODELS: folder.givenCatalogue(),
    CONFIDANT_CONFIG: join(folder.path, 'none.yaml'),
  }).ended;
  return { code, lines: errors.trim().split('\n') };
}

function contentOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'latin1') : null;
}

function overwriteHeader(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0x2a, 0, 32);
  writeFileSync(file, bytes);
}

function cutToThird(file: string): void {
  truncateSync(file, Math.floor(readFileSync(file).length / 3));
}
