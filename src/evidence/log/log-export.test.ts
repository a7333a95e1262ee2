import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCheckpointSigner, generateLogKey } from '../../audit/checkpoint.ts';
import { entryBytes, parseLogEntry } from '../../audit/entry-format.ts';
import type { LogReader, StoredCheckpoint, StoredEntry } from '../../audit/log-store.ts';
import { createTreeEdge, emptyRoot, leafHash } from '../../audit/merkle-tree.ts';
import { verifyLog } from '../../audit/verify-log.ts';
import { exportLog, tilePath } from './log-layout.ts';
import { readLogExport } from './read-log-export.ts';

const key = generateLogKey();
const signer = createCheckpointSigner({ name: key.name, privateKey: createPrivateKey(key.privateKeyPem) });

/** A log of stops, one checkpoint an entry. */
function givenLog(size: number): LogReader {
  const entries: StoredEntry[] = [];
  const checkpoints: StoredCheckpoint[] = [];
  const edge = createTreeEdge(0, () => emptyRoot);
  for (let index = 0; index < size; index += 1) {
    const at = new Date(Date.UTC(2026, 10, 21) + index * 1_000).toISOString();
    const entry = parseLogEntry({ v: 2, kind: 'stop', at, actor: { role: 'admin', key: `k_${index}` } });
    const bytes = entryBytes(entry);
    edge.append(leafHash(bytes));
    entries.push({ index, leaf: leafHash(bytes), bytes, kind: 'stop', at, conversation: null });
    checkpoints.push({ size: edge.size, note: signer.sign(edge.size, edge.root()) });
  }
  return {
    entries: (from) => entries.filter((one) => one.index >= from),
    checkpoints: () => checkpoints,
    node: () => undefined,
    nodeCount: () => 0,
  };
}

function exportOf(size: number): Map<string, Buffer> {
  const files = exportLog({ reader: givenLog(size), vkey: key.vkey });
  return new Map([...files].map(({ path, bytes }) => [path, Buffer.from(bytes)]));
}

function verify(files: ReadonlyMap<string, Buffer>, size: number) {
  return verifyLog(
    readLogExport((path) => files.get(path), size),
    key.vkey,
  );
}

describe('exportLog', () => {
  it.each([1, 2, 3, 255, 256, 257, 700])('gives a log of %i entries that verifies by its files alone', (size) => {
    const report = verify(exportOf(size), size);
    expect(report.findings).toEqual([]);
    expect([report.ok, report.entries, report.checkpoints]).toEqual([true, size, size]);
  });

  it('lays out tiles, bundles, checkpoints and key as agreed', () => {
    const paths = [...exportOf(700).keys()];
    expect(paths).toEqual(
      expect.arrayContaining([
        'key',
        'checkpoint',
        'checkpoints',
        'tile/0/000',
        'tile/0/002.p/188',
        'tile/1/000.p/2',
        'tile/entries/000',
        'tile/entries/002.p/188',
      ]),
    );
    expect(paths).toHaveLength(10);
  });

  it('shows every changed byte of an entry and of a tile', () => {
    const files = exportOf(40);
    // A checkpoint line is long, and each check verifies the signatures of all of them.
    const steps = { 'tile/entries/000.p/40': 97, 'tile/0/000.p/40': 37, checkpoints: 397 };
    for (const [path, step] of Object.entries(steps)) {
      const bytes = files.get(path) ?? Buffer.alloc(0);
      for (let at = 0; at < bytes.length; at += step) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(bytes.readUInt8(at) ^ 0x01, at);
        expect([path, at, verify(new Map([...files, [path, changed]]), 40).ok]).toEqual([path, at, false]);
      }
    }
  });

  it('shows a bundle that is gone', () => {
    const files = exportOf(300);
    files.delete('tile/entries/001.p/44');
    expect(verify(files, 300)).toMatchObject({ ok: false, entries: 256 });
  });
});

describe('tilePath', () => {
  it('spells an index in groups of three digits', () => {
    expect([tilePath(0), tilePath(67), tilePath(1_234_067), tilePath(5, 17)]).toEqual([
      '000',
      '067',
      'x001/x234/067',
      '005.p/17',
    ]);
  });
});
