import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import type { KeyDatabase } from '../../src/adapters/sqlite/key-database.ts';
import { openDataKeys, rotateDataFolder } from '../../src/compose-keys.ts';
import { compileOnce } from '../support/fault-build.ts';

const CYCLES = Number(process.env.CONFIDANT_KILL_CYCLES ?? 30);
const SUBJECTS = 120;
/** A rotation of so many keys takes about as long. */
const MOST_MS = 150;

const root = fileURLToPath(new URL('../../', import.meta.url));
const rotating = relative(root, fileURLToPath(new URL('../support/rotating-process.ts', import.meta.url)));
const data = mkdtempSync(join(tmpdir(), 'rotation-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

interface Stored {
  readonly master: number;
  readonly count: number;
}

function read(): { readonly masters: readonly number[]; readonly keys: readonly Stored[] } {
  const database = new Database(join(data, 'keys.db'), { readonly: true });
  const masters = database.prepare<[], number>('SELECT id FROM master_keys ORDER BY id').pluck().all();
  const keys = database.prepare<[], Stored>('SELECT master, count(*) AS count FROM data_keys GROUP BY master').all();
  database.close();
  return { masters, keys };
}

async function startRotating(): Promise<ChildProcess> {
  const script = join(compileOnce(), rotating.replace(/\.ts$/u, '.js'));
  const child = spawn(process.execPath, [script, data], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

/** Kills a rotation somewhere; meanwhile an appliance adds one key and looks at others. */
async function killOnce(running: KeyDatabase, known: Map<string, Buffer>): Promise<void> {
  const child = await startRotating();
  const ended = once(child, 'exit');
  await sleep(Math.random() * MOST_MS);
  const subject = `s_new_${known.size}`;
  known.set(subject, Buffer.from(running.keyFor(subject)));
  await sleep(Math.random() * MOST_MS);
  child.kill('SIGKILL');
  await ended;
}

describe('a rotation of the master key that is killed', () => {
  it(
    `loses no key in ${CYCLES} kills, and is complete after the next start`,
    async () => {
      const first = openDataKeys(data);
      const known = new Map<string, Buffer>();
      for (let number = 0; number < SUBJECTS; number += 1) {
        known.set(`s_${number}`, Buffer.from(first.keyFor(`s_${number}`)));
      }
      const pseudonym = first.subjectOf('customer-1');
      first.close();
      const running = openDataKeys(data);
      let half = 0;
      for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
        await killOnce(running, known);
        const { masters, keys } = read();
        if (masters.length > 1) half += 1;
        expect(keys.reduce((sum, one) => sum + one.count, 0)).toBe(known.size);
        const started = openDataKeys(data);
        for (const [subject, key] of known) expect(started.findKey(subject)).toEqual(key);
        expect(started.subjectOf('customer-1')).toBe(pseudonym);
        started.close();
        const after = read();
        expect(after.masters).toHaveLength(1);
        expect(after.keys).toEqual([{ master: after.masters[0], count: known.size }]);
      }
      running.close();
      process.stdout.write(
        `rotation: ${CYCLES} kills, ${half} between first and last key, master ${read().masters[0]}\n`,
      );
      // Enough fell into the middle for the claim to mean something.
      expect(half).toBeGreaterThan(CYCLES / 5);
      expect(rotateDataFolder(data)).toEqual({ rewrapped: known.size, damaged: 0, did: 'begun' });
      expect(existsSync(join(data, 'master.key.next'))).toBe(false);
      expect(readdirSync(data)).toContain('master.key');
    },
    60_000 + CYCLES * 10_000,
  );
});
