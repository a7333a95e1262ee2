import { LONGEST_ENTRY } from './entry-bundle.ts';
import type { LogFindings } from './log-findings.ts';
import { hashLength, isSameHash, type TreeNode } from './merkle-tree.ts';
import { type PublishedLog, readResource } from './published-log.ts';
import { TILE_HEIGHT, TILE_WIDTH, type TilePlace, toTilePath } from './tile-path.ts';

/** Tiles of a published log, held against the tree while it grows. Keeps one tile of each level in memory. */
export interface PublishedTiles {
  /** A tile or bundle of the width that is asked for, also where by now only the full one is published. */
  read(place: TilePlace, most: number): Promise<Uint8Array | undefined>;
  add(completed: readonly TreeNode[]): void;
  /** Checks the tiles above level 0 that became full. */
  checkFull(): Promise<void>;
  /** Checks those that never did. */
  checkRest(): Promise<void>;
}

interface OpenTile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array[];
}

export function createPublishedTiles(log: PublishedLog, findings: LogFindings): PublishedTiles {
  const growing = new Map<number, OpenTile>();
  const full: OpenTile[] = [];

  async function read(place: TilePlace, most: number): Promise<Uint8Array | undefined> {
    const asked = await readResource(log, toTilePath(place), most);
    if (asked !== undefined || place.width === TILE_WIDTH) return asked;
    const whole = await readResource(log, toTilePath({ ...place, width: TILE_WIDTH }), most);
    return whole && beginningOf(whole, place);
  }

  async function check({ level, index, hashes }: OpenTile): Promise<void> {
    const published = await read({ level, index, width: hashes.length }, TILE_WIDTH * hashLength);
    if (published !== undefined && isSameHash(published, Buffer.concat(hashes))) return;
    findings.add('tree-node-mismatch', `Tile ${index} of level ${level} is not that of its entries`, index);
  }

  return {
    read,
    add(completed) {
      for (let level = 1; level * TILE_HEIGHT < completed.length; level += 1) {
        const node = completed[level * TILE_HEIGHT];
        if (node === undefined) continue;
        const tile = growing.get(level) ?? { level, index: Math.floor(node.index / TILE_WIDTH), hashes: [] };
        tile.hashes.push(node.hash);
        growing.set(level, tile);
        if (tile.hashes.length < TILE_WIDTH) continue;
        full.push(tile);
        growing.delete(level);
      }
    },
    async checkFull() {
      for (const tile of full.splice(0)) await check(tile);
    },
    async checkRest() {
      for (const tile of [...full.splice(0), ...growing.values()]) await check(tile);
    },
  };
}

function beginningOf(whole: Uint8Array, { level, width }: TilePlace): Uint8Array {
  if (level !== 'entries') return whole.subarray(0, width * hashLength);
  let end = 0;
  for (let entry = 0; entry < width && end + 1 < whole.length; entry += 1) {
    const length = (whole[end] ?? 0) * 256 + (whole[end + 1] ?? 0);
    end += 2 + Math.min(length, LONGEST_ENTRY);
  }
  return whole.subarray(0, end);
}
