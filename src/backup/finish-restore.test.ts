import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draftOf, finishRestore, listReplaced, placeRestored } from './finish-restore.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'finish-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function write(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function read(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map(({ name }) => [name, readFileSync(join(folder, name), 'utf8')]));
}

const old = { 'audit.key': 'old', 'confidant.db': 'old', 'confidant.db-wal': 'old', 'threads.json': 'kept' };
const fresh = { 'audit.key': 'new', 'confidant.db': 'new', 'keys.db': 'new' };

describe('placeRestored', () => {
  it('puts what was there aside, and leaves what belongs to the machine', () => {
    write(data, { ...old, 'appliance.lock': '' });
    write(draftOf(data), { ...fresh, 'appliance.lock': '' });
    const aside = placeRestored(data, 'now') ?? '';
    expect(read(data)).toEqual({ ...fresh, 'threads.json': 'kept', 'appliance.lock': '' });
    expect(read(aside)).toEqual({ 'audit.key': 'old', 'confidant.db': 'old', 'confidant.db-wal': 'old' });
    expect(listReplaced(data).toSorted()).toEqual(Object.keys(fresh).sort());
  });

  it('makes no folder where nothing was', () => {
    write(draftOf(data), fresh);
    expect(placeRestored(data, 'now')).toBeNull();
    expect(read(data)).toEqual(fresh);
  });
});

describe('finishRestore', () => {
  /** What is done after the draft is ready, in order; a kill falls between any two. */
  const steps: readonly ((aside: string, ready: string) => void)[] = [
    (aside) => mkdirSync(aside),
    (aside) => renameSync(join(data, 'audit.key'), join(aside, 'audit.key')),
    (aside) => renameSync(join(data, 'confidant.db'), join(aside, 'confidant.db')),
    (aside) => renameSync(join(data, 'confidant.db-wal'), join(aside, 'confidant.db-wal')),
    (_aside, ready) => renameSync(join(ready, 'audit.key'), join(data, 'audit.key')),
    (_aside, ready) => renameSync(join(ready, 'confidant.db'), join(data, 'confidant.db')),
    (_aside, ready) => renameSync(join(ready, 'keys.db'), join(data, 'keys.db')),
    (_aside, ready) => rmSync(join(ready, 'restore.json')),
    (_aside, ready) => rmdirSync(ready),
  ];

  it.each(Array.from({ length: steps.length + 1 }, (_, done) => done))('goes on after step %i', (done) => {
    const [ready, aside] = [join(data, 'restore.ready'), join(data, 'replaced-now')];
    write(data, old);
    const plan = JSON.stringify({ aside: 'replaced-now', names: Object.keys(fresh) });
    write(ready, { ...fresh, 'restore.json': plan });
    for (const step of steps.slice(0, done)) step(aside, ready);
    finishRestore(data);
    expect(read(data)).toEqual({ ...fresh, 'threads.json': 'kept' });
    expect(read(aside)).toEqual({ 'audit.key': 'old', 'confidant.db': 'old', 'confidant.db-wal': 'old' });
    expect(existsSync(ready)).toBe(false);
  });

  it.each(['{', undefined])('touches nothing where the plan is %j and files are left to place', (plan) => {
    write(data, old);
    write(join(data, 'restore.ready'), { ...fresh, ...(plan === undefined ? {} : { 'restore.json': plan }) });
    expect(() => finishRestore(data)).toThrow(expect.objectContaining({ code: 'restore-unfinished' }));
    expect(read(data)).toEqual(old);
    expect(read(join(data, 'restore.ready'))).toMatchObject(fresh);
  });

  it('removes what was put together in vain, and nothing else', () => {
    write(data, old);
    write(draftOf(data), fresh);
    finishRestore(data);
    expect(read(data)).toEqual(old);
    expect(existsSync(draftOf(data))).toBe(false);
  });
});
