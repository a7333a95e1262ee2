import { createPrivateKey } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCheckpointSigner, generateLogKey } from './checkpoint.ts';
import { conversationOf, entryBytes, type LogEntry, parseLogEntry } from './entry-format.ts';
import type { LogReader, StoredCheckpoint, StoredEntry } from './log-store.ts';
import { createTreeEdge, emptyRoot, leafHash } from './merkle-tree.ts';
import { verifyLog } from './verify-log.ts';

const key = generateLogKey();
const signer = createCheckpointSigner({ name: key.name, privateKey: createPrivateKey(key.privateKeyPem) });

/** A log in plain arrays, which a test may tamper with as the holder of the disk may. */
interface Disk {
  entries: StoredEntry[];
  checkpoints: StoredCheckpoint[];
  nodes: Map<string, Uint8Array>;
}

function takeover(conversation: string): LogEntry {
  const actor = { role: 'agent', key: 'k_1' };
  return parseLogEntry({ v: 1, at: '2026-11-21T09:00:00.000Z', actor, kind: 'takeover', conversation });
}

/** Writes the entries as the appliance does, a checkpoint after every one. */
function write(entries: readonly LogEntry[], sign = signer): Disk {
  const disk: Disk = { entries: [], checkpoints: [], nodes: new Map() };
  const edge = createTreeEdge(0, () => emptyRoot);
  for (const entry of entries) {
    const bytes = entryBytes(entry);
    const conversation = conversationOf(entry);
    const leaf = leafHash(bytes);
    disk.entries.push({ index: edge.size, leaf, bytes, kind: entry.kind, at: entry.at, conversation });
    for (const node of edge.append(leaf)) disk.nodes.set(`${node.level}/${node.index}`, node.hash);
    disk.checkpoints.push({ size: edge.size, note: sign.sign(edge.size, edge.root()) });
  }
  return disk;
}

function readerOf(disk: Disk): LogReader {
  return {
    entries: (from) => disk.entries.filter((entry) => entry.index >= from),
    checkpoints: () => disk.checkpoints,
    node: (level, index) => disk.nodes.get(`${level}/${index}`),
    nodeCount: () => [...disk.nodes.keys()].filter((name) => !name.startsWith('0/')).length,
  };
}

const names = Array.from({ length: 23 }, (_, index) => `c_${index}`);
const honest = write(names.map(takeover));
const noteAt = (size: number): string => honest.checkpoints[size - 1]?.note ?? '';

function codesOf(disk: Disk, held: readonly string[] = []): readonly string[] {
  const { ok, findings } = verifyLog(readerOf(disk), key.vkey, { held });
  expect(ok).toBe(findings.length === 0);
  return [...new Set(findings.map((finding) => finding.code))];
}

function copy(): Disk {
  return { entries: [...honest.entries], checkpoints: [...honest.checkpoints], nodes: new Map(honest.nodes) };
}

describe('verifyLog', () => {
  it('finds nothing in an untouched log, with every checkpoint held outside', () => {
    const held = honest.checkpoints.map((checkpoint) => checkpoint.note).reverse();
    const result = verifyLog(readerOf(honest), key.vkey, { held });
    expect(result).toMatchObject({ ok: true, entries: 23, checkpoints: 23, findings: [], omitted: 0 });
    expect(noteAt(23)).toContain(`\n${result.root}\n`);
  });

  it('accepts an empty log and the checkpoint of the empty tree', () => {
    const empty: Disk = { entries: [], checkpoints: [], nodes: new Map() };
    expect(codesOf(empty)).toEqual([]);
    expect(codesOf({ ...empty, checkpoints: [{ size: 0, note: signer.sign(0, emptyRoot) }] })).toEqual([]);
  });

  it('finds a deleted, doubled, swapped or renumbered entry', () => {
    const deleted = copy();
    deleted.entries.splice(7, 1);
    expect(codesOf(deleted)).toEqual(expect.arrayContaining(['index-gap', 'root-mismatch', 'entries-missing']));

    const [seventh, eighth] = [honest.entries[7], honest.entries[8]];
    if (seventh === undefined || eighth === undefined) throw new Error('no entries');
    const doubled = copy();
    doubled.entries.splice(7, 0, seventh);
    expect(codesOf(doubled)).toContain('index-gap');

    const swapped = copy();
    swapped.entries.splice(7, 2, { ...eighth, index: 7 }, { ...seventh, index: 8 });
    expect(codesOf(swapped)).toEqual(expect.arrayContaining(['root-mismatch', 'tree-node-mismatch']));

    const renumbered = copy();
    renumbered.entries = renumbered.entries.map((entry) => ({ ...entry, index: entry.index + 1 }));
    expect(codesOf(renumbered)).toContain('index-gap');
  });

  it('finds a cut tail, with and without its checkpoints', () => {
    const cut = copy();
    cut.entries = cut.entries.slice(0, 20);
    expect(codesOf(cut)).toEqual(expect.arrayContaining(['entries-missing', 'tree-node-mismatch']));

    const older = write(names.slice(0, 20).map(takeover));
    expect(codesOf(older)).toEqual([]);
    expect(codesOf(older, [noteAt(23)])).toEqual(['entries-missing']);
  });

  it('finds entries nobody signed', () => {
    const unsigned = copy();
    unsigned.checkpoints = unsigned.checkpoints.slice(0, 20);
    expect(codesOf(unsigned)).toEqual(['checkpoint-missing']);
  });

  it('finds a tree node that was changed, is missing or was planted', () => {
    for (const change of [
      (disk: Disk) => disk.nodes.set('2/3', emptyRoot),
      (disk: Disk) => disk.nodes.delete('1/0'),
      (disk: Disk) => disk.nodes.set('9/9', emptyRoot),
    ]) {
      const disk = copy();
      change(disk);
      expect(codesOf(disk)).toEqual(['tree-node-mismatch']);
    }
  });

  it('finds a checkpoint that is forged or filed under another size', () => {
    const stranger = generateLogKey();
    const strange = createCheckpointSigner({ name: key.name, privateKey: createPrivateKey(stranger.privateKeyPem) });
    const forged = copy();
    forged.checkpoints[4] = { size: 5, note: strange.sign(5, emptyRoot) };
    expect(codesOf(forged)).toEqual(['signature-invalid']);
    forged.checkpoints[4] = { size: 5, note: noteAt(6) };
    expect(codesOf(forged)).toEqual(['root-mismatch']);
  });

  it('finds columns that say other than the entry', () => {
    for (const change of [{ kind: 'stop' }, { at: '2020-01-01T00:00:00.000Z' }, { conversation: null }]) {
      const disk = copy();
      disk.entries = disk.entries.map((entry) => (entry.index === 3 ? { ...entry, ...change } : entry));
      expect(codesOf(disk)).toEqual(['column-mismatch']);
    }
  });

  it('finds entries that are not canonical although every hash agrees', () => {
    const loose = Buffer.from('{"v":1}');
    const spaced = Buffer.from(`${Buffer.from(entryBytes(takeover('c_0'))).toString('utf8')} `);
    for (const bytes of [loose, spaced, Buffer.from([0xff]), Buffer.from('['.repeat(200_000))]) {
      const leaf = leafHash(bytes);
      const edge = createTreeEdge(0, () => emptyRoot);
      edge.append(leaf);
      const stored = { index: 0, leaf, bytes, kind: 'takeover', at: '', conversation: null };
      const checkpoints = [{ size: 1, note: signer.sign(1, edge.root()) }];
      expect(codesOf({ entries: [stored], checkpoints, nodes: new Map() })).toEqual(['entry-not-canonical']);
    }
  });

  it('shows a history rewritten with the right key to whoever holds one earlier checkpoint', () => {
    fc.assert(
      fc.property(fc.nat(22), fc.nat(22), (rewritten, held) => {
        const forged = write(names.map((name, index) => takeover(index === rewritten ? 'c_other' : name)));
        expect(codesOf(forged)).toEqual([]);
        expect(codesOf(forged, [noteAt(held + 1)])).toEqual(held >= rewritten ? ['root-mismatch'] : []);
      }),
      { numRuns: 40 },
    );
  });

  it('reports a held checkpoint that is none of this log', () => {
    expect(codesOf(honest, ['no checkpoint'])).toEqual(['signature-invalid']);
  });

  it('reports storage that cannot be read instead of failing', () => {
    const reader: LogReader = {
      ...readerOf(honest),
      node() {
        throw new Error('disk image is malformed');
      },
    };
    const result = verifyLog(reader, key.vkey);
    expect(result.findings.map((finding) => finding.code)).toEqual(['storage-unreadable']);
  });

  it('lists a few findings of each code and counts the rest', () => {
    const disk = copy();
    disk.entries = disk.entries.map((entry) => ({ ...entry, kind: 'stop' }));
    expect(verifyLog(readerOf(disk), key.vkey)).toMatchObject({ ok: false, omitted: 3 });
  });

  it('refuses a verifier key that is none', () => {
    expect(() => verifyLog(readerOf(honest), 'no key')).toThrow(expect.objectContaining({ code: 'key-malformed' }));
  });
});
