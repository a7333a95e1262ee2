import { expect, it } from 'vitest';
import { copyLog } from '../../src/audit/copy-log.ts';
import { entriesOfBundle } from '../../src/audit/entry-bundle.ts';
import { leafHash } from '../../src/audit/merkle-tree.ts';
import { linesOf, type PublishedLog, readResource } from '../../src/audit/published-log.ts';
import { verifyPublishedLog } from '../../src/audit/verify-published-log.ts';
import { memoryLog } from '../support/published-logs.ts';

interface Given {
  /** Of 300 entries. */
  readonly log: PublishedLog;
  readonly vkey: string;
}

/** What every holder of a published log has to do. */
export function publishedLogContract(given: () => Promise<Given>): void {
  const lengthOf = async (path: string): Promise<number | undefined> =>
    (await readResource((await given()).log, path, 1e7))?.length;

  it('has the tiles of its tree, partial ones of any width, and none that is empty', async () => {
    expect(await lengthOf('tile/0/000')).toBe(256 * 32);
    expect(await lengthOf('tile/0/001.p/44')).toBe(44 * 32);
    expect(await lengthOf('tile/1/000.p/1')).toBe(32);
    expect(await lengthOf('tile/2/000.p/1')).toBeUndefined();
    expect(await lengthOf('tile/0/001')).toBeUndefined();
    expect(await lengthOf('tile/0/002.p/1')).toBeUndefined();
  });

  it('has entries that hash to the tile above them', async () => {
    const { log } = await given();
    const bundle = (await readResource(log, 'tile/entries/001.p/44', 1e7)) ?? new Uint8Array();
    const leaves = [...entriesOfBundle(bundle)].map(leafHash);
    expect(leaves).toHaveLength(44);
    expect(Buffer.concat(leaves).equals((await readResource(log, 'tile/0/001.p/44', 1e7)) ?? Buffer.alloc(0))).toBe(
      true,
    );
  });

  it('has its checkpoints in a list that ends in the latest', async () => {
    const { log } = await given();
    const sizes: number[] = [];
    let last = '';
    for await (const line of linesOf(log, 'checkpoints')) {
      const { size, note } = JSON.parse(line);
      sizes.push(size);
      last = note;
    }
    expect(sizes.length).toBeGreaterThan(20);
    expect(sizes).toEqual([...new Set(sizes)].sort((left, right) => left - right));
    const latest = (await readResource(log, 'checkpoint', 1e5)) ?? Buffer.alloc(0);
    expect(Buffer.from(latest).toString()).toBe(last);
  });

  it.each(['', 'constructor', 'tile', 'tile/0', 'tile/0/0', '../audit.key', 'segment/000000.segment', 'no-such-thing'])(
    'has nothing at "%s"',
    async (path) => {
      expect(await (await given()).log.open(path)).toBeUndefined();
    },
  );

  it('verifies, and so does a copy of it', async () => {
    const { log, vkey } = await given();
    const copy = memoryLog();
    const whole = { ok: true, entries: 300, findings: [] };
    expect(await verifyPublishedLog(log, vkey)).toMatchObject(whole);
    expect(await copyLog(log, copy)).toMatchObject({ entries: 300, files: copy.files.size });
    expect(await verifyPublishedLog(copy, vkey)).toMatchObject(whole);
  });
}
