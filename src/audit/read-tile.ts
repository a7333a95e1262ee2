import { toBundledEntry } from './entry-bundle.ts';
import type { LogReader } from './log-store.ts';
import { countOnLevel, TILE_HEIGHT, TILE_WIDTH, type TilePlace } from './tile-path.ts';

/**
 * The bytes of one tile or bundle of a stored log of `size` entries, or `undefined` where that log has none such.
 *
 * @throws {AuditError} `entry-too-long` for an entry no bundle can hold
 */
export function readTile(
  reader: Pick<LogReader, 'entries' | 'node'>,
  place: TilePlace,
  size: number,
): Uint8Array | undefined {
  const first = place.index * TILE_WIDTH;
  if (first + place.width > countOnLevel(place.level, size)) return undefined;
  return place.level === 'entries'
    ? readBundle(reader, first, place.width)
    : readHashes(reader, { level: place.level * TILE_HEIGHT, first, width: place.width });
}

function readBundle(reader: Pick<LogReader, 'entries'>, first: number, width: number): Uint8Array | undefined {
  const entries: Uint8Array[] = [];
  for (const { bytes } of reader.entries(first)) {
    entries.push(toBundledEntry(bytes));
    if (entries.length === width) return Buffer.concat(entries);
  }
  return undefined;
}

/** `level` is that of the tree. */
function readHashes(
  reader: Pick<LogReader, 'node'>,
  { level, first, width }: { readonly level: number; readonly first: number; readonly width: number },
): Uint8Array | undefined {
  const hashes: Uint8Array[] = [];
  for (let offset = 0; offset < width; offset += 1) {
    const hash = reader.node(level, first + offset);
    if (hash === undefined) return undefined;
    hashes.push(hash);
  }
  return Buffer.concat(hashes);
}
