import { setImmediate } from 'node:timers/promises';
import { AuditError } from './audit-error.ts';
import { toBase64 } from './base64.ts';
import type { LogReader } from './log-store.ts';
import { readTile } from './read-tile.ts';
import { SEGMENT_ENTRIES, SEGMENT_LEVEL, type SealedSegment } from './segment.ts';
import type { SegmentFolder } from './segment-folder.ts';
import { TILE_WIDTH } from './tile-path.ts';

export interface SealPorts {
  readonly reader: Pick<LogReader, 'entries' | 'node'>;
  readonly files: Pick<SegmentFolder, 'write'>;
  /** Entries in the log. */
  size(): number;
  /** Segments whose entry stands in the log, in ascending order. */
  segments(): Iterable<SealedSegment>;
  /** Puts the entry on the record; it is on the disk when this returns. */
  record(segment: SealedSegment): Promise<void>;
}

/**
 * Seals every whole stretch of the log that is not sealed yet, the earliest first; answers how many. The file is on the
 * disk before its entry: after a stop between the two the same call finds the file and writes the entry.
 *
 * @throws {AuditError} `segment-changed` where a file is there that holds something else
 */
export async function sealSegments(ports: SealPorts): Promise<number> {
  const first = ([...ports.segments()].at(-1)?.segment ?? -1) + 1;
  let segment = first;
  for (; (segment + 1) * SEGMENT_ENTRIES <= ports.size(); segment += 1) {
    const sha256 = await ports.files.write(segment, bundlesOf(ports, segment));
    await ports.record({ ...boundsOf(segment), sha256, root: toBase64(rootOf(ports, segment)) });
  }
  return segment - first;
}

function boundsOf(segment: number): Pick<SealedSegment, 'segment' | 'from' | 'to'> {
  const from = segment * SEGMENT_ENTRIES;
  return { segment, from, to: from + SEGMENT_ENTRIES };
}

function rootOf({ reader }: SealPorts, segment: number): Uint8Array {
  const root = reader.node(SEGMENT_LEVEL, segment);
  if (root === undefined) throw new AuditError('node-missing', `Cannot read the root of segment ${segment}`);
  return root;
}

/** Lets whoever talks to the appliance go first between any two bundles. */
async function* bundlesOf(ports: SealPorts, segment: number): AsyncGenerator<Uint8Array, undefined, undefined> {
  const { from, to } = boundsOf(segment);
  for (let index = from / TILE_WIDTH; index < to / TILE_WIDTH; index += 1) {
    const bundle = readTile(ports.reader, { level: 'entries', index, width: TILE_WIDTH }, to);
    if (bundle === undefined)
      throw new AuditError('log-damaged', `Cannot seal segment ${segment}: entries are missing`);
    yield bundle;
    await setImmediate();
  }
}
