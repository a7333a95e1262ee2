import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFieldBoxes } from '../src/adapters/sqlite/field-boxes.ts';
import { latestSchema, openDatabase } from '../src/adapters/sqlite/open-database.ts';
import { verifyLog } from '../src/audit/verify-log.ts';
import { openStore } from '../src/compose-store.ts';

/** A store as the appliance of 2026-11-21 left it: texts in clear, data keys wrapped by the master key file itself. */
const stored = fileURLToPath(new URL('./stores/before-boxes/', import.meta.url));
const name = 'Zyxwvut-Quorble';
const now = () => new Date('2026-11-22T09:00:00.000Z');

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'upgrade-'));
  cpSync(stored, data, { recursive: true });
  writeFileSync(join(data, 'confidant.db'), gunzipSync(readFileSync(join(data, 'confidant.db.gz'))));
  rmSync(join(data, 'confidant.db.gz'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function occurrences(bytes: Buffer | string): number {
  return bytes.toString('latin1').split(name).length - 1;
}

function inFiles(): number {
  return readdirSync(data).reduce((sum, file) => sum + occurrences(readFileSync(join(data, file))), 0);
}

describe('a store an earlier appliance left', () => {
  it('is read as it was, with every word of it under the keys of their subjects', async () => {
    const store = openStore(data, now);
    const { records, database } = store;
    const [first, second] = database.prepare<[], string>('SELECT id FROM conversations ORDER BY id').pluck().all();
    const lines = await records.transcript(first ?? '');
    expect(lines.map(({ from }) => from)).toEqual([
      'customer',
      'assistant',
      'customer',
      'assistant',
      'customer',
      'person',
    ]);
    expect(lines.filter(({ text }) => text.includes(name))).toHaveLength(4);
    expect((await records.turnView(first ?? '', 1))?.reply?.citations).toHaveLength(1);
    const [settled] = await records.settledHandovers(first ?? '');
    expect(settled).toMatchObject({ note: `${name} was told`, question: `my iban is [IBAN_1] and ${name} is my name` });
    expect(await records.openHandover(second ?? '')).toMatchObject({ state: 'waiting', turn: 1 });
    const [call] = database.prepare<[], { key_id: string; key: string }>('SELECT key_id, key FROM answers').all();
    expect((await records.findAnswer<{ turn: number }>(call?.key_id ?? '', call?.key ?? ''))?.answer.turn).toBe(1);
    expect((await records.actions.state(first ?? '')).verifiedAs).toBe('[ACCOUNT_1]');
    expect(await records.openTurns()).toMatchObject([{ question: `${name} asks`, sentences: [`${name} is told`] }]);
    const values = await records.knownValues(first ?? '');
    expect(values.map(({ value }) => value)).toContain('DE89370400440532013000');
    store.close();
  });

  it('keeps the pseudonyms of its customers', () => {
    const store = openStore(data, now);
    const subjects = store.database.prepare('SELECT subject FROM conversations').pluck().all();
    expect(subjects).toContain(store.keys.subjectOf('customer-1'));
    store.close();
  });

  it('holds the words nowhere but in the entries that were sealed with them', () => {
    const before = inFiles();
    const store = openStore(data, now);
    const entries = store.database.prepare<[], string>('SELECT entry FROM log_entries').pluck().all();
    const inLog = entries.reduce((sum, entry) => sum + occurrences(entry), 0);
    expect(inLog).toBeGreaterThan(0);
    expect(before).toBeGreaterThan(inLog);
    expect(inFiles()).toBeLessThanOrEqual(inLog);
    store.close();
    expect(inFiles()).toBeLessThanOrEqual(inLog);
  });

  it('has a log that still verifies and is read, and grows on with commitments', async () => {
    const store = openStore(data, now);
    const { log, ledger } = store;
    const size = log.size;
    const actor = { role: 'admin', key: 'k_admin_1' } as const;
    const entry = { v: 2, at: now().toISOString(), actor, kind: 'subject-held', subject: 's_1' } as const;
    await ledger.commit({ entry, expects: null, idempotency: null, build: () => ({ writes: [], answer: null }) });
    const versions = [...log.entries(0)].map(({ sealed }) => sealed.v);
    expect(versions).toEqual([...Array.from({ length: size }, () => 1), 2]);
    const turn = [...log.entries(0)].find((one) => one.entry.kind === 'turn');
    expect(turn?.entry).toHaveProperty('question', expect.stringContaining(name));
    expect(turn?.texts).toEqual({});
    expect(verifyLog(log.reader, log.vkey)).toMatchObject({ ok: true, entries: size + 1, findings: [] });
    store.close();
  });

  it('is not touched by an appliance that does not have its keys', () => {
    const file = join(data, 'confidant.db');
    expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'key-missing' }));
    const database = new Database(file);
    expect(database.pragma('user_version', { simple: true })).toBe(5);
    expect(database.prepare('SELECT count(*) FROM turns WHERE instr(question, ?) > 0').pluck().get(name)).toBe(3);
    database.close();
  });

  it('links conversations to whom their strangers proved to be, as far as that can still be told', () => {
    const store = openStore(data, now);
    const { database, keys } = store;
    const conversation = database.prepare(
      `INSERT INTO conversations SELECT ?, ?, key_id, channel, language, collection, tier, 1, basis, started_at, state, version,
         turns, issue_turns, issue_start FROM conversations LIMIT 1`,
    );
    const state = database.prepare('INSERT INTO action_states (conversation, state, verified_as) VALUES (?, ?, ?)');
    const vault = database.prepare(
      'INSERT INTO vault (conversation, placeholder, subject, type, box) VALUES (?, ?, ?, ?, ?)',
    );
    const boxes = createFieldBoxes(keys);
    const given = (
      id: string,
      verifiedAs: string,
      values: readonly (readonly [type: string, value: string])[],
    ): void => {
      conversation.run(id, `s_${id}`);
      state.run(id, Buffer.alloc(0), verifiedAs);
      for (const [type, value] of values) {
        const placeholder = `[${type}_1]`;
        const place = { subject: `s_${id}`, field: 'vault.box', row: [id, placeholder] } as const;
        vault.run(id, placeholder, `s_${id}`, type, boxes.closeText(place, value));
      }
    };
    const email = ['EMAIL', 'Ada@Example.org'] as const;
    given('stranger', '[EMAIL_1]', [email]);
    given('other', '[EMAIL_1]', [['CUSTOMER', 'customer-7'], email]);
    given('own', '[CUSTOMER_1]', [['CUSTOMER', 'customer-7']]);
    given('erased', '[EMAIL_1]', [email]);
    keys.destroyKey('s_erased');
    database.exec('DROP VIEW held_subjects; DROP TABLE identity_links');
    database.pragma(`user_version = ${latestSchema() - 1}`);
    store.close();
    const upgraded = openStore(data, now);
    expect(upgraded.database.prepare('SELECT * FROM identity_links').all()).toEqual([
      { conversation: 'stranger', subject: 's_stranger', customer: upgraded.keys.subjectOf('ada@example.org') },
    ]);
    upgraded.close();
  });

  it('keeps nothing of a subject whose key was destroyed before', async () => {
    const keys = new Database(join(data, 'keys.db'));
    keys.exec('CREATE TABLE destroyed_keys (subject TEXT PRIMARY KEY) STRICT, WITHOUT ROWID');
    keys.exec('INSERT INTO destroyed_keys SELECT subject FROM data_keys; DELETE FROM data_keys');
    keys.close();
    const store = openStore(data, now);
    const ids = store.database.prepare<[], string>('SELECT id FROM conversations').pluck().all();
    const lines = (await Promise.all(ids.map((id) => store.records.transcript(id)))).flat();
    expect([...new Set(lines.map(({ text }) => text))]).toEqual(['[erased]']);
    store.close();
  });
});
