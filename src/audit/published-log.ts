import { createHash } from 'node:crypto';

/** Addresses of a published log besides its tiles (`tile-path.ts`) and its segments (`segment.ts`). */
export const publishedPaths = {
  checkpoint: 'checkpoint',
  key: 'key',
  checkpoints: 'checkpoints',
  segments: 'segments',
  witnesses: 'witnesses',
} as const;

/** Longest line of `checkpoints`, `segments` and `witnesses` that is read; a note holds at most 64 signatures. */
const longestLine = 32_768;

/**
 * A log in the layout of C2SP tlog-tiles, wherever it lies: in a folder, an archive, a database, or behind an appliance's
 * HTTP. Whoever holds it may have written any of it.
 *
 * - `open` gives the bytes of one resource in pieces, in constant memory, or `undefined` where there is none. Paths are
 *   relative, with `/` between their elements, and are made by this product: none is read out of the log.
 * - `grows`: entries and checkpoints may be added between two calls of `open`.
 *
 * Held by `test/contract/published-log-contract.ts`.
 */
export interface PublishedLog {
  readonly grows: boolean;
  open(path: string): Promise<AsyncIterable<Uint8Array> | undefined>;
}

/** A log whose files can be told one by one; paths were written by whoever made it. */
export interface ListedLog extends PublishedLog {
  list(): Promise<readonly string[]>;
}

/** Where a copy of a log is written. Files come one after the other; a copy is whole only after `finish`. */
export interface LogCopy {
  write(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
  finish(): Promise<void>;
  /** Leaves nothing of an unfinished copy behind. */
  discard(): Promise<void>;
}

/** The whole resource, of at most `most` bytes: more than an honest one has is as good as none. */
export async function readResource(log: PublishedLog, path: string, most: number): Promise<Uint8Array | undefined> {
  const pieces = await log.open(path);
  if (pieces === undefined) return undefined;
  const read: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > most) return undefined;
    read.push(piece);
  }
  return read.length === 1 ? read[0] : Buffer.concat(read);
}

/** SHA-256 of a resource in hexadecimal. */
export async function hashResource(log: PublishedLog, path: string): Promise<string | undefined> {
  const pieces = await log.open(path);
  return pieces === undefined ? undefined : hashPieces(pieces);
}

/** SHA-256 in hexadecimal of what comes in pieces. */
export async function hashPieces(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** Lines without their ends; none where the resource is missing. A line that is too long ends the reading. */
export async function* linesOf(log: PublishedLog, path: string): AsyncGenerator<string, undefined, undefined> {
  const pieces = await log.open(path);
  if (pieces === undefined) return;
  let rest = '';
  const decoder = new TextDecoder('utf-8');
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) break;
    yield* lines.filter((line) => line !== '');
  }
  if (rest !== '') yield rest;
}

/** One piece, as a resource is given. */
export async function* inOnePiece(bytes: Uint8Array | string): AsyncGenerator<Uint8Array, undefined, undefined> {
  yield typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
}
