import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openVectorCache } from './open-vector-cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vectors-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('openVectorCache', () => {
  it.each<[string, (file: string) => void]>([
    ['empty', (file) => truncateSync(file, 0)],
    ['cut short', (file) => truncateSync(file, 5_000)],
    ['no database', (file) => writeFileSync(file, 'text '.repeat(2_000))],
  ])('begins anew where the file is %s', (_what, harm) => {
    const file = join(folder, 'vectors.db');
    const first = openVectorCache(file);
    first.prepare("INSERT INTO example_vectors VALUES ('m', x'01', x'02')").run();
    first.close();
    harm(file);
    const again = openVectorCache(file);
    again.prepare("INSERT INTO example_vectors VALUES ('m', x'03', x'04')").run();
    expect(again.prepare('SELECT vector FROM example_vectors').pluck().all()).toEqual([Buffer.from([4])]);
    again.close();
  });
});
