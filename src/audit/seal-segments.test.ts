import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entriesOfBundle } from './entry-bundle.ts';
import type { StoredEntry } from './log-store.ts';
import { createTreeEdge, emptyRoot, leafHash } from './merkle-tree.ts';
import { type SealPorts, sealSegments } from './seal-segments.ts';
import { SEGMENT_ENTRIES, type SealedSegment } from './segment.ts';
import { openSegmentFolder } from './segment-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segments-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nodes = new Map<string, Uint8Array>();
const edge = createTreeEdge(0, () => emptyRoot);
const whole: readonly StoredEntry[] = Array.from({ length: 2 * SEGMENT_ENTRIES + 5 }, (_, index) => {
  const bytes = Buffer.from(`entry ${index}`);
  const leaf = leafHash(bytes);
  for (const node of edge.append(leaf)) nodes.set(`${node.level}/${node.index}`, node.hash);
  return { index, leaf, bytes, kind: '', at: '', conversation: null };
});

/** A log of `size` small entries, and what was put on its record. */
function givenLog(size: number) {
  const recorded: SealedSegment[] = [];
  const ports: SealPorts = {
    reader: {
      entries: (from) => whole.slice(from, Math.min(size, from + 256)),
      node: (level, index) => nodes.get(`${level}/${index}`),
    },
    files: openSegmentFolder(folder),
    size: () => size,
    segments: () => recorded,
    record: async (segment) => void recorded.push(segment),
  };
  return { ports, recorded };
}

const first = () => join(folder, '000000.segment');

describe('sealSegments', () => {
  it('seals every whole stretch once, in files nobody writes again', async () => {
    const { ports, recorded } = givenLog(2 * SEGMENT_ENTRIES + 5);
    expect(await sealSegments(ports)).toBe(2);
    expect(await sealSegments(ports)).toBe(0);
    expect(readdirSync(folder)).toEqual(['000000.segment', '000001.segment']);
    expect(recorded.map(({ segment, from, to }) => [segment, from, to])).toEqual([
      [0, 0, SEGMENT_ENTRIES],
      [1, SEGMENT_ENTRIES, 2 * SEGMENT_ENTRIES],
    ]);
    const bytes = readFileSync(first());
    expect(statSync(first()).mode & 0o777).toBe(0o444);
    expect(recorded[0]?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const read = [...entriesOfBundle(bytes)].map((entry) => Buffer.from(entry).toString());
    expect(read).toEqual(whole.slice(0, SEGMENT_ENTRIES).map((entry) => Buffer.from(entry.bytes).toString()));
  });

  it('names the root of the subtree over its entries', async () => {
    const { ports, recorded } = givenLog(SEGMENT_ENTRIES);
    await sealSegments(ports);
    const subtree = createTreeEdge(0, () => emptyRoot);
    for (const { leaf } of whole.slice(0, SEGMENT_ENTRIES)) subtree.append(leaf);
    expect(recorded[0]?.root).toBe(Buffer.from(subtree.root()).toString('base64'));
  });

  it('waits for the last entry of a stretch', async () => {
    const { ports } = givenLog(SEGMENT_ENTRIES - 1);
    expect(await sealSegments(ports)).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('finishes what a stop left: a file without its entry, and a file half written', async () => {
    const { ports, recorded } = givenLog(SEGMENT_ENTRIES);
    const cut = { ...ports, record: async () => Promise.reject(new Error('power is gone')) };
    await expect(sealSegments(cut)).rejects.toThrow();
    const bytes = readFileSync(first());
    writeFileSync(join(folder, '000000.segment.0a1b.part'), 'half');
    expect(await sealSegments(ports)).toBe(1);
    expect(recorded).toHaveLength(1);
    expect(readFileSync(first()).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(['000000.segment']);
  });

  it('tells of a file that holds something else, and leaves it as it is', async () => {
    const { ports, recorded } = givenLog(SEGMENT_ENTRIES);
    writeFileSync(first(), 'something else');
    chmodSync(first(), 0o444);
    await expect(sealSegments(ports)).rejects.toThrow(expect.objectContaining({ code: 'segment-changed' }));
    expect(readFileSync(first(), 'utf8')).toBe('something else');
    expect(recorded).toEqual([]);
    expect(readdirSync(folder)).toEqual(['000000.segment']);
  });
});
