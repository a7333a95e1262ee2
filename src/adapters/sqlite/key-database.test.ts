import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { vaultInMemory } from '../../../test/support/keys-in-memory.ts';
import { openKeyDatabase } from './key-database.ts';

const secret = randomBytes(32);
const master = vaultInMemory(secret);
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
  file = join(folder, 'keys.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function change(sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

function wrappedIn(subject: string): Buffer {
  const database = new Database(file, { readonly: true });
  const wrapped = database.prepare<[string], Buffer>('SELECT wrapped FROM data_keys WHERE subject = ?').pluck();
  const bytes = wrapped.get(subject);
  database.close();
  if (bytes === undefined) throw new Error(`No key of ${subject}`);
  return bytes;
}

function isOnDisk(bytes: Buffer): boolean {
  return readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(bytes));
}

describe('subject keys', () => {
  it('gives a subject the same key for ever, and another to another', () => {
    const keys = openKeyDatabase(file, master);
    const key = keys.keyFor('s_1');
    expect(key).toHaveLength(32);
    expect(keys.keyFor('s_1')).toEqual(key);
    expect(keys.findKey('s_1')).toEqual(key);
    expect(keys.keyFor('s_2')).not.toEqual(key);
    keys.close();
    const later = openKeyDatabase(file, master);
    expect(later.findKey('s_1')).toEqual(key);
    expect(later.findKey('s_3')).toBeUndefined();
    later.close();
  });

  it('stores no key in clear, in no file', () => {
    const keys = openKeyDatabase(file, master);
    const key = keys.keyFor('s_1');
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    for (const one of [key, secret]) expect(bytes.some((each) => each.includes(one))).toBe(false);
    keys.close();
  });

  it('refuses to open under another master key, and wraps nothing with it', () => {
    const keys = openKeyDatabase(file, master);
    keys.keyFor('s_1');
    keys.close();
    expect(() => openKeyDatabase(file, vaultInMemory())).toThrow(expect.objectContaining({ code: 'master-key-other' }));
    openKeyDatabase(file, master).close();
  });

  it('opens in spite of one damaged key, and tells of it when it is asked for', () => {
    const keys = openKeyDatabase(file, master);
    for (const subject of ['s_1', 's_2']) keys.keyFor(subject);
    keys.close();
    change("UPDATE data_keys SET wrapped = zeroblob(60) WHERE subject = 's_1'");
    const later = openKeyDatabase(file, master);
    expect(() => later.findKey('s_1')).toThrow(expect.objectContaining({ code: 'key-damaged' }));
    expect(later.findKey('s_2')).toHaveLength(32);
    later.close();
  });

  it('does not take the key of one subject for that of another', () => {
    const keys = openKeyDatabase(file, master);
    for (const subject of ['s_1', 's_2', 's_3']) keys.keyFor(subject);
    keys.close();
    change(
      "UPDATE data_keys SET wrapped = (SELECT wrapped FROM data_keys WHERE subject = 's_2') WHERE subject = 's_1'",
    );
    const later = openKeyDatabase(file, master);
    expect(() => later.findKey('s_1')).toThrow(expect.objectContaining({ code: 'key-damaged' }));
    later.close();
  });

  it('finds no key that was destroyed', () => {
    const keys = openKeyDatabase(file, master);
    for (const subject of ['s_1', 's_2']) keys.keyFor(subject);
    keys.close();
    change("DELETE FROM data_keys WHERE subject = 's_1'");
    const later = openKeyDatabase(file, master);
    expect(later.findKey('s_1')).toBeUndefined();
    later.close();
  });

  it('keeps more subjects than it keeps in memory', () => {
    const keys = openKeyDatabase(join(folder, 'many.db'), master);
    const first = keys.keyFor('s_0');
    // Unwrapped ones push each other out; the file has them all.
    for (let number = 1; number <= 2_050; number += 1) keys.keyFor(`s_${number}`);
    expect(keys.findKey('s_0')).toEqual(first);
    keys.close();
  }, 60_000);
});

describe('destroying a key', () => {
  it('leaves no byte of it in database or write-ahead log, open and closed', () => {
    const keys = openKeyDatabase(file, master);
    for (const subject of ['s_1', 's_2', 's_3']) keys.keyFor(subject);
    const [gone, stays] = [wrappedIn('s_2'), wrappedIn('s_3')];
    // Of the three parts of a box, any one alone would be a trace.
    const parts = [gone.subarray(0, 12), gone.subarray(12, 44), gone.subarray(44)];
    expect(parts.map(isOnDisk)).toEqual([true, true, true]);
    keys.destroyKey('s_2');
    expect(parts.map(isOnDisk)).toEqual([false, false, false]);
    expect(isOnDisk(stays)).toBe(true);
    keys.close();
    expect(parts.map(isOnDisk)).toEqual([false, false, false]);
  });

  it('wipes the copy in memory, and holds after another start', () => {
    const keys = openKeyDatabase(file, master);
    const held = keys.keyFor('s_1');
    keys.destroyKey('s_1');
    expect(held).toEqual(Buffer.alloc(32));
    const later = openKeyDatabase(file, master);
    for (const one of [keys, later]) {
      expect(one.findKey('s_1')).toBeUndefined();
      expect(one.isDestroyed('s_1')).toBe(true);
      expect(() => one.keyFor('s_1')).toThrow(expect.objectContaining({ code: 'key-erased' }));
      one.close();
    }
  });

  it('may be repeated, and leaves the keys of others alone', () => {
    const keys = openKeyDatabase(file, master);
    const other = Buffer.from(keys.keyFor('s_2'));
    keys.keyFor('s_1');
    for (const subject of ['s_1', 's_1', 's_never_seen']) keys.destroyKey(subject);
    expect(keys.findKey('s_2')).toEqual(other);
    expect(keys.isDestroyed('s_2')).toBe(false);
    expect(keys.isDestroyed('s_never_seen')).toBe(true);
    keys.close();
  });

  it('says so when a reader keeps the log from being cut, and finishes when it is repeated', () => {
    const keys = openKeyDatabase(file, master, { timeout: 50 });
    keys.keyFor('s_1');
    const gone = wrappedIn('s_1');
    const reader = new Database(file, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM data_keys').get();
    expect(() => keys.destroyKey('s_1')).toThrow(expect.objectContaining({ code: 'overloaded' }));
    expect(keys.findKey('s_1')).toBeUndefined();
    reader.close();
    keys.destroyKey('s_1');
    expect(isOnDisk(gone)).toBe(false);
    keys.close();
  });

  it('gives whoever comes back another pseudonym, every time', () => {
    const keys = openKeyDatabase(file, master);
    const first = keys.subjectOf('customer-1');
    keys.destroyKey(first);
    const second = keys.subjectOf('customer-1');
    expect(second).toMatch(/^s_[\w-]{22}$/);
    expect(second).not.toBe(first);
    keys.keyFor(second);
    keys.destroyKey(second);
    expect(keys.subjectsOf('customer-1')).toEqual([first, second, keys.subjectOf('customer-1')]);
    expect(new Set(keys.subjectsOf('customer-1')).size).toBe(3);
    expect(keys.subjectsOf('customer-2')).toHaveLength(1);
    keys.close();
  });
});

describe('pseudonyms and request hashes', () => {
  it('depend on a secret of their own and on every part', () => {
    const keys = openKeyDatabase(file, master);
    const other = openKeyDatabase(join(folder, 'other.db'), vaultInMemory());
    expect(keys.subjectOf('customer-1')).toBe(keys.subjectOf('customer-1'));
    expect(keys.subjectOf('customer-1')).toMatch(/^s_[\w-]{22}$/);
    const all = [
      keys.subjectOf('customer-1'),
      keys.subjectOf('customer-2'),
      other.subjectOf('customer-1'),
      keys.requestHash(['POST', '/a', 'b']),
      keys.requestHash(['POST', '/ab', '']),
      keys.requestHash(['POST', '/a', 'c']),
      other.requestHash(['POST', '/a', 'b']),
    ];
    expect(new Set(all).size).toBe(all.length);
    keys.close();
    other.close();
  });
});
