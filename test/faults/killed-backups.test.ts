import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFolders } from '../../src/backup/backup-folders.ts';
import { createBackup } from '../../src/compose-backup.ts';
import { verifyBackup } from '../../src/compose-backup-verify.ts';
import { openStore, type Store } from '../../src/compose-store.ts';
import { compileOnce } from '../support/fault-build.ts';
import { verifyData } from '../support/fault-database.ts';
import { conversationIds, startRecord } from '../support/fault-records.ts';

/** Kills of each kind; the figure of record is taken with 100. */
const KILLS = Number(process.env.CONFIDANT_BACKUP_KILLS ?? 6);
/** A kill falls at most so long after the first round: longer than a round takes. */
const MOST_MS = 400;
const root = fileURLToPath(new URL('../../', import.meta.url));
const program = relative(root, fileURLToPath(new URL('../support/backup-process.ts', import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'backup-kill-'));
const [data, made, secrets] = ['data', 'made', 'secrets'].map((name) => join(folder, name)) as [string, string, string];
const now = (): Date => new Date('2026-11-22T09:00:00.000Z');
/** Two backups of one store, the second longer. */
const backups = ['short', 'long'].map((name) => join(folder, name));
/** Entries of each: a restored store has one more, which says so. */
const sizes: number[] = [];

async function write(store: Store, ids: readonly string[]): Promise<void> {
  for (const id of ids) await store.ledger.commit(startRecord(id));
}

beforeAll(async () => {
  for (const [index, backup] of backups.entries()) {
    const store = openStore(data, now);
    for (const id of conversationIds(20)) store.keys.keyFor(`s_${id}-${index}`);
    await write(
      store,
      conversationIds(20).map((id) => `${id}-${index}`),
    );
    store.close();
    sizes.push((await createBackup({ ...toFolders(backup), data, withSecrets: false, now })).log.size);
  }
  for (const name of ['audit.key', 'master.key']) cpSync(join(data, name), join(secrets, name));
  mkdirSync(made);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lets the process do one round at least, and kills it in one of the next. */
async function killIn(what: 'create' | 'restore', folders: readonly string[]): Promise<void> {
  const settings = JSON.stringify({ what, data, folders, secrets, policies: join(root, 'policies') });
  const script = join(compileOnce(), program.replace(/ts$/u, 'js'));
  const child = spawn(process.execPath, [script, settings], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  await sleep(Math.random() * MOST_MS);
  child.kill('SIGKILL');
  expect((await ended)[1]).toBe('SIGKILL');
}

describe('kill -9', () => {
  it(
    `leaves a whole backup or none, ${KILLS} times in the middle of making one`,
    async () => {
      for (let kill = 0; kill < KILLS; kill += 1) await killIn('create', [made]);
      const names = readdirSync(made);
      const whole = names.filter((name) => /^made-\d+-\d+$/u.test(name));
      const cut = names.filter((name) => name.endsWith('.part')).length;
      process.stdout.write(`kill -9 in a backup: ${KILLS} kills, ${whole.length} whole, ${cut} drafts left\n`);
      expect(whole.length).toBeGreaterThanOrEqual(KILLS);
      // Each attempt removes what the one before it left.
      expect(cut).toBeLessThanOrEqual(2);
      for (const name of whole.slice(-KILLS * 2)) {
        expect(verifyBackup({ ...toFolders(join(made, name)), data })).toMatchObject({ ok: true, findings: [] });
      }
    },
    60_000 + KILLS * 20_000,
  );

  it(
    `leaves the whole of what was there or of what is brought back, ${KILLS} times in the middle of a restore`,
    async () => {
      const found = { finished: 0, begun: 0 };
      for (let kill = 0; kill < KILLS; kill += 1) {
        await killIn('restore', backups);
        const names = readdirSync(data);
        if (names.includes('restore.ready')) found.finished += 1;
        if (names.includes('restore.part')) found.begun += 1;
        const store = openStore(data, now);
        const entries = [...store.log.entries(0)].map(({ entry }) => entry);
        expect(sizes.map((size) => size + 1)).toContain(entries.length);
        expect(entries.at(-1)).toMatchObject({ kind: 'log-restored', size: entries.length - 1 });
        store.close();
        expect(verifyData(data)).toMatchObject({ ok: true });
        expect(readdirSync(data)).not.toContain('restore.ready');
      }
      process.stdout.write(
        `kill -9 in a restore: ${KILLS} kills, ${found.begun} while it was put together, ${found.finished} while it was put in place\n`,
      );
    },
    60_000 + KILLS * 20_000,
  );
});
