import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { digestFile } from '../files/copy-file.ts';
import { syncFolder } from '../files/sync-folder.ts';
import { AuditError } from './audit-error.ts';
import { hashPieces } from './published-log.ts';
import { toSegmentName } from './segment.ts';

/** Sealed segments as files that nobody writes a second time (0444). */
export interface SegmentFolder {
  /**
   * Writes a segment under its final name only once it is whole and on the disk; answers its SHA-256 in hexadecimal. A
   * file that is there already, left by a stop before its entry was written, has to be the same.
   *
   * @throws {AuditError} `segment-changed` where another file has the name; that one is left as it is
   */
  write(segment: number, pieces: AsyncIterable<Uint8Array>): Promise<string>;
  /** The bytes of a segment, or `undefined` where there is no such file. */
  open(segment: number): Promise<AsyncIterable<Uint8Array> | undefined>;
}

const draftEnding = '.part';

export function openSegmentFolder(folder: string): SegmentFolder {
  const fileOf = (segment: number): string => join(folder, toSegmentName(segment));
  async function openFile(segment: number): Promise<AsyncIterable<Uint8Array> | undefined> {
    const file = fileOf(segment);
    return (await isFile(file)) ? readPieces(file) : undefined;
  }
  return {
    open: openFile,
    async write(segment, pieces) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await removeDrafts(folder);
      const file = fileOf(segment);
      const draft = `${file}.${randomBytes(6).toString('hex')}${draftEnding}`;
      try {
        const sha256 = await writeDraft(draft, pieces);
        const present = await openFile(segment);
        if (present === undefined) await moveInPlace(draft, file, folder);
        else if ((await hashPieces(present)) !== sha256) throw changed(segment);
        return sha256;
      } finally {
        await rm(draft, { force: true });
      }
    },
  };
}

/** Opens the file when the first piece is asked for: a caller that only looks whether it is there leaves nothing open. */
async function* readPieces(file: string): AsyncGenerator<Uint8Array, undefined, undefined> {
  const pieces: AsyncIterable<Uint8Array> = createReadStream(file);
  yield* pieces;
}

/** SHA-256 (hexadecimal) of a segment's file, for a check that reads nothing asynchronously. */
export function createSegmentHash(folder: string): (segment: number) => string | undefined {
  return function hashSegment(segment) {
    const file = join(folder, toSegmentName(segment));
    return existsSync(file) ? digestFile(file).sha256 : undefined;
  };
}

function changed(segment: number): AuditError {
  const what = `Cannot seal segment ${segment}: its file "${toSegmentName(segment)}" holds something else than the log`;
  return new AuditError('segment-changed', what);
}

async function writeDraft(draft: string, pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const handle = await open(draft, 'wx', 0o600);
  const hash = createHash('sha256');
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      await handle.writeFile(piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}

/** The name is on the disk before anything speaks of it. */
async function moveInPlace(draft: string, file: string, folder: string): Promise<void> {
  await chmod(draft, 0o444);
  await rename(draft, file);
  syncFolder(folder);
}

/** What a stop in the middle of a write left. */
async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(draftEnding)) await rm(join(folder, name), { force: true });
  }
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
