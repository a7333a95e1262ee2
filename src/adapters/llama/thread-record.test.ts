import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findKnownThreads, keepKnownThreads, threadRecordKey } from './thread-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'thread-record-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('thread record', () => {
  it('keeps what was measured for each model and processor', async () => {
    const path = join(folder, 'deeper', 'threads.json');
    const [one, two] = [threadRecordKey('a'), threadRecordKey('b')];
    await keepKnownThreads(path, one, { threads: 2, tokensPerSecond: { 1: 50, 2: 90 } });
    await keepKnownThreads(path, two, { threads: 1, tokensPerSecond: { 1: 9 } });
    expect(await findKnownThreads(path, one)).toBe(2);
    expect(await findKnownThreads(path, two)).toBe(1);
    expect(await findKnownThreads(path, threadRecordKey('c'))).toBeUndefined();
  });

  it('measures again when the file is missing or damaged', async () => {
    const path = join(folder, 'damaged.json');
    expect(await findKnownThreads(path, 'a')).toBeUndefined();
    writeFileSync(path, '{"version":1,"machines":{"a":{"threads":"two"}}}');
    expect(await findKnownThreads(path, 'a')).toBeUndefined();
  });
});
