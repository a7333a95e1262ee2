import { AuditError } from '../../audit/audit-error.ts';
import type { LogReader } from '../../audit/log-store.ts';
import { createTreeEdge } from '../../audit/merkle-tree.ts';

/** Hashes of a full tile and entries of a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
/** Tree levels one level of tiles covers. */
export const TILE_HEIGHT = 8;
/** A bundle gives the length of an entry in two bytes. */
const LONGEST_ENTRY = 65_535;

/** One file of a log export: its path below the folder of the log, and its bytes. */
export interface LogFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What an export is made of; `vkey` is the verifier key in C2SP text form. */
export interface LogExportParts {
  readonly reader: LogReader;
  readonly vkey: string;
}

/**
 * A whole log as the files of C2SP tlog-tiles, one after the other and in constant memory: what it was when the first entry
 * was read, where `reader` reads in one transaction.
 *
 * @see C2SP tlog-tiles, "Merkle Tree" and "Log Entries"
 * @throws {AuditError} `entry-invalid` for an entry no bundle can hold
 */
export function* exportLog({ reader, vkey }: LogExportParts): Generator<LogFile> {
  yield { path: 'key', bytes: utf8(`${vkey}\n`) };
  const tiles = createTileWriter();
  const bundle = createBundleWriter();
  const edge = createTreeEdge(0, refuseNode);
  for (const { leaf, bytes } of reader.entries(0)) {
    for (const node of edge.append(leaf)) {
      if (node.level % TILE_HEIGHT === 0) yield* tiles.add(node.level / TILE_HEIGHT, node.hash);
    }
    yield* bundle.add(bytes);
  }
  yield* tiles.finish();
  yield* bundle.finish();
  const notes = [...reader.checkpoints()].map(({ size, note }) => `${JSON.stringify({ size, note })}\n`);
  yield { path: 'checkpoints', bytes: utf8(notes.join('')) };
  const latest = [...reader.checkpoints()].at(-1);
  if (latest !== undefined) yield { path: 'checkpoint', bytes: utf8(latest.note) };
}

/** `x001/x234/067`: an index in groups of three digits, all but the last with an `x`. */
export function tilePath(index: number, width: number = TILE_WIDTH): string {
  const groups = [String(index % 1_000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1_000); rest > 0; rest = Math.floor(rest / 1_000)) {
    groups.unshift(`x${String(rest % 1_000).padStart(3, '0')}`);
  }
  const path = groups.join('/');
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

interface FileWriter<Parameters extends readonly unknown[]> {
  add(...parameters: Parameters): Generator<LogFile>;
  /** What is begun and not full. */
  finish(): Generator<LogFile>;
}

interface OpenTile {
  index: number;
  hashes: Uint8Array[];
}

function createTileWriter(): FileWriter<[level: number, hash: Uint8Array]> {
  const open = new Map<number, OpenTile>();
  const toFile = (level: number, { index, hashes }: OpenTile): LogFile => ({
    path: `tile/${level}/${tilePath(index, hashes.length)}`,
    bytes: Buffer.concat(hashes),
  });
  return {
    *add(level, hash) {
      const tile = open.get(level) ?? { index: 0, hashes: [] };
      open.set(level, tile);
      tile.hashes.push(hash);
      if (tile.hashes.length < TILE_WIDTH) return;
      yield toFile(level, tile);
      open.set(level, { index: tile.index + 1, hashes: [] });
    },
    *finish() {
      for (const [level, tile] of open) if (tile.hashes.length > 0) yield toFile(level, tile);
    },
  };
}

function createBundleWriter(): FileWriter<[entry: Uint8Array]> {
  let index = 0;
  let entries: Uint8Array[] = [];
  const toFile = (): LogFile => ({
    path: `tile/entries/${tilePath(index, entries.length / 2)}`,
    bytes: Buffer.concat(entries),
  });
  return {
    *add(entry) {
      if (entry.length > LONGEST_ENTRY) {
        throw new AuditError('entry-invalid', `Cannot export a log entry of ${entry.length} bytes`);
      }
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      entries.push(length, entry);
      if (entries.length < 2 * TILE_WIDTH) return;
      yield toFile();
      index += 1;
      entries = [];
    },
    *finish() {
      if (entries.length > 0) yield toFile();
    },
  };
}

function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

function refuseNode(): never {
  throw new AuditError('node-missing', 'Cannot read a node of the empty tree');
}
