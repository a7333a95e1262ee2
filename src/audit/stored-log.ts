import type { LogReader, StoredCheckpoint } from './log-store.ts';
import { toCheckpointLine } from './published-lines.ts';
import { inOnePiece, type PublishedLog, publishedPaths } from './published-log.ts';
import { readTile } from './read-tile.ts';
import { parseSegmentPath, type SealedSegment, toSegmentLine } from './segment.ts';
import type { SegmentFolder } from './segment-folder.ts';
import { parseTilePath } from './tile-path.ts';

export interface StoredLogParts {
  readonly reader: LogReader;
  readonly vkey: string;
  readonly files: Pick<SegmentFolder, 'open'>;
  /** Entries in the log. */
  size(): number;
  /** The latest signed note. */
  checkpoint(): string;
  /** Segments whose entry stands in the log, in ascending order. */
  segments(): Iterable<SealedSegment>;
  /** Checkpoints with the cosignatures of witnesses under them, in ascending order. */
  cosigned(): Iterable<StoredCheckpoint>;
  /** False where everything is read in one transaction. */
  readonly grows: boolean;
}

/** Notes that go out in one piece. */
const linesAtOnce = 64;

/** The log of an appliance in the layout of C2SP tlog-tiles. Nothing is kept for it: it is made of the stored tree. */
export function createStoredLog(parts: StoredLogParts): PublishedLog {
  const { reader, vkey, files } = parts;
  const openers = new Map<string, () => AsyncIterable<Uint8Array>>([
    [publishedPaths.checkpoint, () => inOnePiece(parts.checkpoint())],
    [publishedPaths.key, () => inOnePiece(`${vkey}\n`)],
    [publishedPaths.checkpoints, () => inPieces(checkpointLines(reader.checkpoints()))],
    [publishedPaths.segments, () => inPieces(segmentLines(parts.segments()))],
    [publishedPaths.witnesses, () => inPieces(checkpointLines(parts.cosigned()))],
  ]);
  return {
    grows: parts.grows,
    async open(path) {
      const place = parseTilePath(path);
      if (place !== undefined) {
        const bytes = readTile(reader, place, parts.size());
        return bytes && inOnePiece(bytes);
      }
      const segment = parseSegmentPath(path);
      if (segment !== undefined) return files.open(segment);
      return openers.get(path)?.();
    },
  };
}

function* checkpointLines(checkpoints: Iterable<StoredCheckpoint>): Generator<string> {
  for (const stored of checkpoints) yield toCheckpointLine(stored);
}

function* segmentLines(segments: Iterable<SealedSegment>): Generator<string> {
  for (const segment of segments) yield toSegmentLine(segment);
}

async function* inPieces(lines: Iterable<string>): AsyncGenerator<Uint8Array, undefined, undefined> {
  let waiting: string[] = [];
  for (const line of lines) {
    waiting.push(line);
    if (waiting.length < linesAtOnce) continue;
    yield Buffer.from(waiting.join(''), 'utf8');
    waiting = [];
  }
  if (waiting.length > 0) yield Buffer.from(waiting.join(''), 'utf8');
}
