import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataFolder } from './data-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Tries to lock the folder in another process. */
function lockElsewhere(): string {
  const file = JSON.stringify(new URL('./data-lock.ts', import.meta.url).href);
  const text = `import(${file}).then((m) => m.lockDataFolder(${JSON.stringify(folder)})).then(() => console.log('locked'), (e) => console.log(e.code))`;
  return spawnSync(process.execPath, ['--import', 'tsx', '--eval', text], { encoding: 'utf8' }).stdout.trim();
}

describe('lockDataFolder', () => {
  it('keeps a second one out, in this process and in another, until it is released', () => {
    const lock = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(expect.objectContaining({ code: 'store-in-use' }));
    expect(lockElsewhere()).toBe('store-in-use');
    lock.release();
    expect(lockElsewhere()).toBe('locked');
    lockDataFolder(folder).release();
  });

  it('names the folder and the variable that moves it', () => {
    const lock = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(new RegExp(`"${folder}".*CONFIDANT_DATA`));
    lock.release();
  });

  it('keeps folders apart', () => {
    const locks = [folder, join(folder, 'inner')].map(lockDataFolder);
    for (const lock of locks) lock.release();
  });

  it('refuses a lock file that is something else', () => {
    writeFileSync(join(folder, 'appliance.lock'), 'something else '.repeat(100));
    expect(() => lockDataFolder(folder)).toThrow(expect.objectContaining({ code: 'store-damaged' }));
  });
});
