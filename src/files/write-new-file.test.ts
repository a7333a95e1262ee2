import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeNewFile } from './write-new-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'new-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('writeNewFile', () => {
  it('writes the whole text for its owner alone, and leaves nothing else behind', () => {
    const file = join(folder, 'a', 'b', 'key');
    writeNewFile(file, 'text\n');
    expect(readFileSync(file, 'utf8')).toBe('text\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['key']);
  });

  it('never replaces a file that is there', () => {
    const file = join(folder, 'key');
    writeNewFile(file, 'first');
    expect(() => writeNewFile(file, 'second')).toThrow(expect.objectContaining({ code: 'EEXIST' }));
    expect(readFileSync(file, 'utf8')).toBe('first');
    expect(readdirSync(folder)).toEqual(['key']);
  });
});
