import { AuditError } from './audit-error.ts';
import { parseCheckpoint } from './checkpoint-verifier.ts';
import { entriesOfBundle, LONGEST_BUNDLE } from './entry-bundle.ts';
import { parseCheckpointLine, toCheckpointLine } from './published-lines.ts';
import { inOnePiece, type LogCopy, linesOf, type PublishedLog, publishedPaths, readResource } from './published-log.ts';
import { readSealedEntry } from './read-sealed-entry.ts';
import { parseSegment, type SealedSegment, toSegmentLine, toSegmentPath } from './segment.ts';
import { levelsOf, TILE_WIDTH, tilesOf, toTilePath } from './tile-path.ts';

export interface CopyReport {
  /** Entries of the copied tree. */
  readonly entries: number;
  readonly files: number;
}

/**
 * Copies a log into the same layout elsewhere. Of a log that grows, the tree of the checkpoint that was read first; what
 * came later is left out, so that the copy is of one moment. It checks nothing: that is for whoever verifies the copy.
 *
 * @throws {AuditError} `log-damaged` where something is missing, `note-malformed`, `checkpoint-malformed`
 */
export async function copyLog(
  log: PublishedLog,
  copy: LogCopy,
  observe?: (entries: number) => void,
): Promise<CopyReport> {
  const note = await getResource(log, publishedPaths.checkpoint);
  const { size } = parseCheckpoint(Buffer.from(note).toString('utf8'));
  let files = 0;
  const write = async (path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> => {
    await copy.write(path, pieces);
    files += 1;
  };
  await write(publishedPaths.checkpoint, inOnePiece(note));
  await write(publishedPaths.key, inOnePiece(await getResource(log, publishedPaths.key)));
  await write(publishedPaths.checkpoints, checkpointsTo(log, publishedPaths.checkpoints, size));
  const sealed: SealedSegment[] = [];
  for (const place of tilesOf('entries', size)) {
    const bundle = await getResource(log, toTilePath(place));
    await write(toTilePath(place), inOnePiece(bundle));
    sealed.push(...segmentsIn(bundle));
    observe?.(place.index * TILE_WIDTH + place.width);
  }
  for (const level of levelsOf(size)) {
    for (const place of tilesOf(level, size)) {
      await write(toTilePath(place), inOnePiece(await getResource(log, toTilePath(place))));
    }
  }
  await write(publishedPaths.segments, inOnePiece(sealed.map(toSegmentLine).join('')));
  // A file that is gone is left out: what there is can still be read, and whoever verifies the copy is told.
  for (const path of sealed.map(({ segment }) => toSegmentPath(segment))) {
    const pieces = await log.open(path);
    if (pieces !== undefined) await write(path, pieces);
  }
  await write(publishedPaths.witnesses, checkpointsTo(log, publishedPaths.witnesses, size));
  await copy.finish();
  return { entries: size, files };
}

const sealedMark = Buffer.from('"kind":"segment-sealed"');

/** Of a log that grows, only the entries tell which segments were sealed when the tree had its size. */
function segmentsIn(bundle: Uint8Array): readonly SealedSegment[] {
  if (!Buffer.from(bundle.buffer, bundle.byteOffset, bundle.length).includes(sealedMark)) return [];
  return [...entriesOfBundle(bundle)].flatMap((bytes) => {
    const entry = readSealedEntry(bytes);
    return entry?.kind === 'segment-sealed' ? (parseSegment(entry) ?? []) : [];
  });
}

/** Lines that go out in one piece. */
const linesAtOnce = 64;

async function* checkpointsTo(
  log: PublishedLog,
  path: string,
  size: number,
): AsyncGenerator<Uint8Array, undefined, undefined> {
  let waiting: string[] = [];
  for await (const line of linesOf(log, path)) {
    const stored = parseCheckpointLine(line);
    if (stored === undefined || stored.size > size) continue;
    waiting.push(toCheckpointLine(stored));
    if (waiting.length < linesAtOnce) continue;
    yield Buffer.from(waiting.join(''), 'utf8');
    waiting = [];
  }
  yield Buffer.from(waiting.join(''), 'utf8');
}

async function getResource(log: PublishedLog, path: string): Promise<Uint8Array> {
  const bytes = await readResource(log, path, LONGEST_BUNDLE);
  if (bytes === undefined) throw missing(path);
  return bytes;
}

function missing(path: string): AuditError {
  return new AuditError('log-damaged', `Cannot copy the log: "${path}" is missing`);
}
