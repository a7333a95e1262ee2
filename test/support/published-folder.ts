import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toBundledEntry } from '../../src/audit/entry-bundle.ts';
import type { LogReader, StoredCheckpoint } from '../../src/audit/log-store.ts';
import { leafHash, type NodeReader, nodeHash } from '../../src/audit/merkle-tree.ts';
import { levelsOf, TILE_WIDTH, tilesOf, toTilePath } from '../../src/audit/tile-path.ts';

/** A log as it lies somewhere: every part may have been changed without the others. */
export interface LyingLog {
  readonly vkey: string;
  readonly entries: readonly Uint8Array[];
  /** What the stored hashes are of, which are the entries where nobody touched them. */
  readonly hashed: readonly Uint8Array[];
  readonly checkpoints: readonly StoredCheckpoint[];
  readonly held: readonly string[];
}

/** Every complete subtree over the leaves, computed as it is asked for. */
function nodesOf(entries: readonly Uint8Array[]): NodeReader {
  const known = new Map<string, Uint8Array>();
  const leaves = entries.map(leafHash);
  const readNode: NodeReader = (level, index) => {
    if (level === 0) return leaves[index] ?? leafHash(new Uint8Array());
    const name = `${level}/${index}`;
    const hash = known.get(name) ?? nodeHash(readNode(level - 1, index * 2), readNode(level - 1, index * 2 + 1));
    known.set(name, hash);
    return hash;
  };
  return readNode;
}

/** The log as the appliance's own verifier reads it. */
export function toLogReader({ entries, hashed, checkpoints }: LyingLog): LogReader {
  const readNode = nodesOf(hashed);
  const inner = Array.from({ length: 53 }, (_, level) => Math.floor(hashed.length / 2 ** (level + 1)));
  return {
    *entries(from) {
      for (const [index, bytes] of entries.entries()) {
        if (index < from) continue;
        const { kind, at, conversation } = JSON.parse(Buffer.from(bytes).toString()) as Record<string, string>;
        const leaf = leafHash(hashed[index] ?? bytes);
        yield { index, leaf, bytes, kind: kind ?? '', at: at ?? '', conversation: conversation ?? null };
      }
    },
    checkpoints: () => checkpoints,
    node: (level, index) => ((index + 1) * 2 ** level <= hashed.length ? readNode(level, index) : undefined),
    nodeCount: () => inner.reduce((sum, count) => sum + count, 0),
  };
}

/** Writes the log below a folder. */
export function writePublished(folder: string, log: LyingLog): void {
  for (const [path, data] of publishedFiles(log)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, data);
  }
}

/** Every file of the published layout; no entry of these logs seals a segment. */
export function publishedFiles(log: LyingLog): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const put = (path: string, data: string | Uint8Array) => void files.set(path, Buffer.from(data));
  const size = log.entries.length;
  const bundle = (from: number, to: number) => Buffer.concat(log.entries.slice(from, to).map(toBundledEntry));
  const readNode = nodesOf(log.hashed);
  put('key', `${log.vkey}\n`);
  put('checkpoint', log.checkpoints.at(-1)?.note ?? '');
  put('checkpoints', log.checkpoints.map((one) => `${JSON.stringify({ size: one.size, note: one.note })}\n`).join(''));
  for (const place of tilesOf('entries', size)) {
    const from = place.index * TILE_WIDTH;
    put(toTilePath(place), bundle(from, from + place.width));
  }
  for (const level of levelsOf(log.hashed.length)) {
    for (const place of tilesOf(level, log.hashed.length)) {
      const hashes = Array.from({ length: place.width }, (_, at) => readNode(level * 8, place.index * TILE_WIDTH + at));
      put(toTilePath(place), Buffer.concat(hashes));
    }
  }
  put('segments', '');
  return files;
}
