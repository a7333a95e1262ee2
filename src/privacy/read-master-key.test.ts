import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMasterKey } from './read-master-key.ts';

let file: string;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'key-')), 'data', 'master.key');
});
afterEach(() => rmSync(dirname(dirname(file)), { recursive: true, force: true }));

describe('readMasterKey', () => {
  it('makes a key once, in a file and folder only its owner may read', () => {
    const key = readMasterKey(file);
    expect(key).toHaveLength(32);
    expect(readMasterKey(file)).toEqual(key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    expect(readdirSync(dirname(file))).toEqual(['master.key']);
  });

  it('makes another key every time', () => {
    const keys = ['a', 'b', 'c'].map((name) => readMasterKey(join(dirname(file), name)).toString('hex'));
    expect(new Set(keys).size).toBe(3);
  });

  it('writes 32 bytes of base64 in one line', () => {
    const key = readMasterKey(file);
    expect(readFileSync(file, 'utf8')).toBe(`${key.toString('base64')}\n`);
  });

  it.each(['', '\n', 'short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64'), '\u0000'])(
    'refuses a file that holds no key, and leaves it alone: %j',
    (text) => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      expect(() => readMasterKey(file)).toThrow(expect.objectContaining({ code: 'master-key-invalid' }));
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('reads a key that a site protects further', () => {
    const key = readMasterKey(file);
    chmodSync(file, 0o400);
    expect(readMasterKey(file)).toEqual(key);
  });
});
