import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { latestSchema, schemaNumber } from '../src/adapters/sqlite/open-database.ts';
import { verifyBackup } from '../src/compose-backup-verify.ts';
import { restoreBackup } from '../src/compose-restore.ts';
import { openStore } from '../src/compose-store.ts';
import { verifyData } from './support/fault-database.ts';
import { keepStore, layOutKept } from './support/keep-store.ts';

/** Backups of stores as releases left them: `CONFIDANT_KEEP_STORE=1 npm test -- test/kept-stores.test.ts` adds the present. */
const stores = fileURLToPath(new URL('./stores/', import.meta.url));
const policies = fileURLToPath(new URL('../policies', import.meta.url));
const wanted = `schema-${String(latestSchema()).padStart(3, '0')}`;
const present = readdirSync(stores);
if (process.env.CONFIDANT_KEEP_STORE === '1' && !present.includes(wanted)) await keepStore(join(stores, wanted));
const kept = readdirSync(stores).filter((name) => /^schema-\d{3}$/u.test(name));
const now = () => new Date();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a backup an earlier release made', () => {
  it('is there at least of the schema this promise begins with', () => {
    expect(kept).toContain('schema-009');
  });

  it.each(kept)('is whole, and restores with everything that was in it: %s', async (name) => {
    const { folders, content } = layOutKept(join(stores, name), join(folder, 'backup'));
    expect(verifyBackup({ ...folders, all: true })).toMatchObject({ ok: true, entries: content.entries, findings: [] });
    const data = join(folder, 'data');
    const order = { ...folders, data, policies, erasures: [], held: [], replace: false, now };
    expect(await restoreBackup(order)).toMatchObject({ entries: content.entries, erased: 0 });
    const store = openStore(data, now);
    expect(schemaNumber(store.database)).toBe(latestSchema());
    for (const [id, lines] of Object.entries(content.transcripts)) {
      const read = await store.records.transcript(id);
      expect(read.map(({ from, text }) => `${from}: ${text}`)).toEqual(lines);
    }
    for (const [reference, subject] of Object.entries(content.subjects)) {
      expect(store.keys.subjectsOf(reference)[0]).toBe(subject);
      expect(store.keys.isDestroyed(subject)).toBe(content.erased.includes(reference));
    }
    for (const table of [
      'conversations',
      'turns',
      'handovers',
      'feedback',
      'staff',
      'subject_statements',
      'erasures',
    ]) {
      expect(store.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(content.rows[table]);
      expect(content.rows[table]).toBeGreaterThan(0);
    }
    store.close();
    // The log goes on from the very tree the earlier release signed.
    expect(verifyData(data, [content.checkpoint])).toMatchObject({ ok: true, findings: [] });
  });
});
