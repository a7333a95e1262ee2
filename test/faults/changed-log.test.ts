import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenFolder, openFaultAppliance } from '../support/fault-appliance.ts';
import { verifyData } from '../support/fault-database.ts';

const folder = givenFolder();
const data = join(folder.path, 'data');
const harmed = join(folder.path, 'harmed');
const root = fileURLToPath(new URL('../../', import.meta.url));
afterAll(folder.remove);

interface Stored {
  readonly index: number;
  readonly bytes: Buffer;
}
let entries: readonly Stored[];

beforeAll(async () => {
  const one = await openFaultAppliance({ data });
  const texts = [
    'I lost my card, what now?',
    'My IBAN is DE89 3704 0044 0532 0130 00, how long does a transfer take?',
    'What is the fee abroad?',
    'I want to speak to a person',
  ];
  for (let conversation = 0; conversation < 4; conversation += 1) {
    const path = await one.start();
    for (const text of texts) await one.post(`${path}/messages`, { text });
    await one.post(`${path}/feedback`, { csat: 4, comment: 'Fine, thanks' });
    await one.post(`${path}/close`, {});
  }
  await one.close();
  const database = new Database(join(data, 'confidant.db'));
  database.pragma('wal_checkpoint(TRUNCATE)');
  entries = database
    .prepare<[], Stored>('SELECT idx AS "index", CAST(entry AS BLOB) AS bytes FROM log_entries ORDER BY idx')
    .all();
  database.close();
  mkdirSync(harmed);
  copyFileSync(join(data, 'audit.vkey'), join(harmed, 'audit.vkey'));
}, 60_000);

describe('the log of a real conversation', () => {
  it('verifies as it was written', () => {
    expect(entries.length).toBeGreaterThan(20);
    expect(verifyData(data)).toMatchObject({ ok: true, entries: entries.length, findings: [] });
  });

  it('does not verify with any one byte of any entry flipped in the file', () => {
    const sound = readFileSync(join(data, 'confidant.db'));
    const begun = performance.now();
    for (const { index, bytes } of entries) {
      writeFileSync(join(harmed, 'confidant.db'), flipInFile(sound, bytes));
      const report = verifyData(harmed);
      expect(report.ok).toBe(false);
      expect(report.findings.some((finding) => finding.index === index)).toBe(true);
    }
    const ms = Math.round(performance.now() - begun);
    process.stdout.write(`changed log: ${entries.length} of ${entries.length} flipped entries found, ${ms} ms\n`);
  });

  it('does not verify with any one field of an entry exchanged, its leaf and columns made to fit', () => {
    copyFileSync(join(data, 'confidant.db'), join(harmed, 'confidant.db'));
    const database = new Database(join(harmed, 'confidant.db'));
    const triggers = database
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      .pluck()
      .all();
    for (const name of triggers) database.exec(`DROP TRIGGER ${name}`);
    database.exec(
      `UPDATE log_entries SET entry = replace(entry, '"csat":4', '"csat":5') WHERE kind = 'feedback-given'`,
    );
    database.close();
    expect(verifyData(harmed).findings.map((finding) => finding.code)).toContain('leaf-mismatch');
  });

  it('verifies against the checkpoint it printed, typed with other line ends, and prints over no page', () => {
    const page = join(data, 'checkpoint.html');
    expect(runAudit(data, 'checkpoint', '--print', page).status).toBe(0);
    const [, note = ''] = /<pre id="note">([^<]*)<\/pre>/.exec(readFileSync(page, 'utf8')) ?? [];
    const typed = join(data, 'typed.txt');
    writeFileSync(typed, note.trimEnd().replaceAll('\n', '\r\n'));
    expect(runAudit(data, 'verify', '--held', typed).status).toBe(0);
    writeFileSync(typed, note.replace(/\n\d+\n/, '\n1\n'));
    expect(runAudit(data, 'verify', '--held', typed).status).toBe(1);
    expect(runAudit(data, 'checkpoint', '--print', page).status).toBe(1);
  }, 60_000);

  it('is found changed by the command an auditor runs, with exit code 1', () => {
    expect(runAudit(data).status).toBe(0);
    const middle = entries[Math.floor(entries.length / 2)];
    const sound = readFileSync(join(data, 'confidant.db'));
    writeFileSync(join(harmed, 'confidant.db'), flipInFile(sound, middle?.bytes ?? Buffer.alloc(0)));
    const { status, stdout } = runAudit(harmed);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, entries: entries.length });
  }, 30_000);
});

/** An entry longer than a page is spread over several; its beginning stands in one piece and names its moment. */
const PIECE = 90;

function flipInFile(sound: Buffer, entry: Buffer): Buffer {
  const piece = entry.subarray(0, Math.min(PIECE, entry.length));
  const start = sound.indexOf(piece);
  if (start === -1) throw new Error('The entry does not stand in the file in one piece');
  const changed = Buffer.from(sound);
  const place = start + Math.floor(Math.random() * piece.length);
  changed.writeUInt8(changed.readUInt8(place) ^ (1 << Math.floor(Math.random() * 8)), place);
  return changed;
}

function runAudit(where: string, ...words: string[]) {
  const [command, ...options] = words.length > 0 ? words : ['verify'];
  const parameters = ['--import', 'tsx', join(root, 'scripts/audit.ts'), command ?? '', ...options, '--json'];
  const env = { ...process.env, CONFIDANT_DATA: where };
  return spawnSync(process.execPath, parameters, { cwd: root, env, encoding: 'utf8' });
}
