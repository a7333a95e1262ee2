import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';

/** What a file holds: bytes, and SHA-256 in hex. */
export interface FileDigest {
  readonly bytes: number;
  readonly sha256: string;
}

const CHUNK_BYTES = 1_048_576;

/** Reads a file in constant memory. @throws {Error} of the file system */
export function digestFile(file: string): FileDigest {
  return readInChunks(file, () => undefined);
}

/** Copies a file that must not be there yet, on the disk when this returns; the digest is of the bytes that were copied. */
export function copyFile(from: string, to: string, mode = 0o600): FileDigest {
  const handle = openSync(to, 'wx', mode);
  try {
    const digest = readInChunks(from, (chunk) => writeWhole(handle, chunk));
    fsyncSync(handle);
    return digest;
  } finally {
    closeSync(handle);
  }
}

function readInChunks(file: string, take: (chunk: Uint8Array) => void): FileDigest {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(CHUNK_BYTES);
  const handle = openSync(file, 'r');
  let bytes = 0;
  try {
    for (;;) {
      const read = readSync(handle, buffer);
      if (read === 0) return { bytes, sha256: hash.digest('hex') };
      const chunk = buffer.subarray(0, read);
      hash.update(chunk);
      take(chunk);
      bytes += read;
    }
  } finally {
    closeSync(handle);
  }
}

/** A disk that fills up may take a part of what it is given. */
function writeWhole(handle: number, chunk: Uint8Array): void {
  for (let written = 0; written < chunk.length; ) written += writeSync(handle, chunk, written);
}
