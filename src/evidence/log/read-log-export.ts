import { z } from 'zod';
import { conversationOf } from '../../audit/entry-format.ts';
import type { LogReader, StoredCheckpoint, StoredEntry } from '../../audit/log-store.ts';
import { createTreeEdge, leafHash, nodeHash } from '../../audit/merkle-tree.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import { TILE_HEIGHT, TILE_WIDTH, tilePath } from './log-layout.ts';

/** Reads files of an export by path; undefined where there is none. Whoever carried the files may have written any of it. */
export type ReadLogFile = (path: string) => Buffer | undefined;

const checkpointSchema = z.object({ size: z.int().nonnegative(), note: z.string() });
const headSchema = z.object({ kind: z.string(), at: z.string() });
const hashBytes = 32;

/**
 * An exported log for {@link verifyLog}: entries out of the bundles, leaves and nodes out of the tiles, so that each is held
 * against the other.
 *
 * @param size entries the latest checkpoint speaks of
 */
export function readLogExport(read: ReadLogFile, size: number): LogReader {
  const tileOf = createTileReader(read, size);
  const node = (level: number, index: number): Uint8Array | undefined => nodeFrom(tileOf, level, index);
  return {
    entries: (from) => readEntries(read, { from: Math.max(0, from), size, leaf: (index) => node(0, index) }),
    checkpoints: () => readCheckpoints(read),
    node,
    nodeCount: () => countNodes(size),
  };
}

/** The verifier key that lies beside the log: whoever carried the files may have put another one there. */
export function readLogKeyLine(read: ReadLogFile): string | undefined {
  return read('key')?.toString('utf8').trim();
}

interface EntryRange {
  readonly from: number;
  readonly size: number;
  leaf(index: number): Uint8Array | undefined;
}

function* readEntries(read: ReadLogFile, { from, size, leaf }: EntryRange): Generator<StoredEntry> {
  for (let bundle = Math.floor(from / TILE_WIDTH); bundle * TILE_WIDTH < size; bundle += 1) {
    const width = Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH);
    const bytes = read(`tile/entries/${tilePath(bundle, width)}`);
    if (bytes === undefined) return;
    let index = bundle * TILE_WIDTH;
    for (const entry of splitBundle(bytes)) {
      if (index >= from) yield toStored(index, entry, leaf(index) ?? Buffer.alloc(0));
      index += 1;
    }
  }
}

/** A length that leads beyond the end gives what is there: its hash is then another one. */
function* splitBundle(bytes: Buffer): Generator<Uint8Array> {
  for (let at = 0; at + 2 <= bytes.length; ) {
    const end = at + 2 + bytes.readUInt16BE(at);
    yield bytes.subarray(at + 2, end);
    at = end;
  }
}

function toStored(index: number, bytes: Uint8Array, leaf: Uint8Array): StoredEntry {
  const value = parseOrNull(bytes);
  const head = headSchema.safeParse(value).data ?? { kind: '', at: '' };
  const conversation = typeof value === 'object' && value !== null ? conversationOf(value) : null;
  return { index, leaf, bytes, ...head, conversation };
}

function parseOrNull(bytes: Uint8Array): unknown {
  try {
    return parseJson(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}

/** @throws {Error} for a line that is none; the check tells it as storage it cannot read */
function* readCheckpoints(read: ReadLogFile): Generator<StoredCheckpoint> {
  const lines = (read('checkpoints')?.toString('utf8') ?? '').split('\n');
  for (const line of lines) if (line !== '') yield checkpointSchema.parse(parseJson(line));
}

type TileOf = (level: number, index: number) => Buffer | undefined;

/** Keeps one tile of each level: a check walks them in order. */
function createTileReader(read: ReadLogFile, size: number): TileOf {
  const kept = new Map<number, { readonly index: number; readonly bytes: Buffer | undefined }>();
  return function readTile(level, index) {
    const known = kept.get(level);
    if (known?.index === index) return known.bytes;
    const hashes = Math.floor(size / TILE_WIDTH ** level);
    const width = Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH);
    const bytes = width > 0 ? read(`tile/${level}/${tilePath(index, width)}`) : undefined;
    kept.set(level, { index, bytes });
    return bytes;
  };
}

/** A node between two levels of tiles is the root over the hashes below it. */
function nodeFrom(tileOf: TileOf, level: number, index: number): Uint8Array | undefined {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const width = 2 ** (level % TILE_HEIGHT);
  const first = index * width;
  const tile = tileOf(tileLevel, Math.floor(first / TILE_WIDTH));
  const from = (first % TILE_WIDTH) * hashBytes;
  const to = from + width * hashBytes;
  if (tile === undefined || tile.length < to) return undefined;
  let hashes = Array.from({ length: width }, (_, at) =>
    tile.subarray(from + at * hashBytes, from + (at + 1) * hashBytes),
  );
  while (hashes.length > 1) hashes = pairUp(hashes);
  return hashes[0];
}

function pairUp(hashes: readonly Buffer[]): Buffer[] {
  return hashes.flatMap((left, at) => {
    const right = hashes[at + 1];
    return at % 2 === 0 && right !== undefined ? [Buffer.from(nodeHash(left, right))] : [];
  });
}

/** Complete subtrees of two leaves and more: those a store keeps. */
function countNodes(size: number): number {
  let nodes = 0;
  for (let width = Math.floor(size / 2); width > 0; width = Math.floor(width / 2)) nodes += width;
  return nodes;
}

/** Root of the first `size` entries and of what is appended to them, recomputed from the entries alone. */
export function rootAfter(reader: LogReader, size: number, more: readonly Uint8Array[]): Uint8Array {
  const edge = createTreeEdge(0, () => Buffer.alloc(hashBytes));
  for (const { index, bytes } of reader.entries(0)) {
    if (index >= size) break;
    edge.append(leafHash(bytes));
  }
  for (const bytes of more) edge.append(leafHash(bytes));
  return edge.root();
}
