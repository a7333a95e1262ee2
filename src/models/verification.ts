import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import { replaceFile } from '../files/replace-file.ts';
import { type ExpectedFile, mismatchOf } from './part-file.ts';

/** What is known of one file of a model. */
export interface FileCheck {
  readonly path: string;
  readonly state: 'present' | 'absent' | 'corrupt';
  /** How it differs, where it is corrupt. */
  readonly why?: string;
  /** Bytes hashed for this check: 0 where the record of an earlier check still holds. */
  readonly bytesRead: number;
}

/** Remembers which files were hashed, so that a start does not read gigabytes again. A cache: deleting it costs time only. */
export interface VerificationCache {
  /** Hash of the file, when nothing about it has changed since it was recorded. */
  find(file: string): Promise<string | undefined>;
  record(file: string, sha256: string): Promise<void>;
}

// Change time is in it because modification time can be set back by whoever alters a file.
const stampSchema = z.strictObject({
  size: z.string(),
  inode: z.string(),
  mtimeNs: z.string(),
  ctimeNs: z.string(),
  sha256: z.string(),
});
/** Anybody of the machine may read which models are there. */
const SHARED = 0o644;
const cacheSchema = z.record(z.string(), stampSchema);
type Stamp = z.infer<typeof stampSchema>;

/** Keeps its records in a JSON file; a damaged one counts as empty. */
export function createVerificationCache(cacheFile: string): VerificationCache {
  /** Keys hold when the folder is moved or named differently. */
  const keyOf = (file: string) => relative(dirname(cacheFile), file);
  /** What could not be written: a models directory may be read-only. */
  const unwritten = new Map<string, Stamp>();

  async function read(): Promise<Record<string, Stamp>> {
    try {
      return cacheSchema.parse(parseJson(await readFile(cacheFile, 'utf8')));
    } catch {
      return {};
    }
  }
  return {
    async find(file) {
      const known = unwritten.get(keyOf(file)) ?? (await read())[keyOf(file)];
      if (known === undefined) return undefined;
      const now = await stampOf(file, known.sha256);
      const isSame = now !== undefined && JSON.stringify(now) === JSON.stringify(known);
      return isSame ? known.sha256 : undefined;
    },
    async record(file, sha256) {
      const stamp = await stampOf(file, sha256);
      if (stamp === undefined) return;
      const text = `${JSON.stringify({ ...(await read()), [keyOf(file)]: stamp }, null, 2)}\n`;
      try {
        replaceFile(cacheFile, text, SHARED);
        unwritten.delete(keyOf(file));
      } catch {
        // A read-only models directory is a fine way to run: the next start hashes again.
        unwritten.set(keyOf(file), stamp);
      }
    },
  };
}

/**
 * Compares a file with what it must be. A wrong size is seen without reading; a known hash is taken from `cache` unless
 * `full` asks for every byte.
 */
export async function checkFile(
  file: { readonly path: string; readonly destination: string },
  expected: ExpectedFile,
  options: { readonly cache: VerificationCache; readonly full?: boolean | undefined },
): Promise<FileCheck> {
  const { path, destination } = file;
  const found = await stat(destination).catch(() => undefined);
  if (found?.isFile() !== true) return { path, state: 'absent', bytesRead: 0 };
  if (expected.bytes !== null && found.size !== expected.bytes) {
    return { path, state: 'corrupt', why: `has ${found.size} bytes, expected ${expected.bytes}`, bytesRead: 0 };
  }

  const known = options.full ? undefined : await options.cache.find(destination);
  const sha256 = known ?? (await hashFile(destination));
  // Of a file that was written meanwhile, the hash is neither of what it was nor of what it is.
  if (known === undefined && (await isAsFound(destination, found))) await options.cache.record(destination, sha256);

  const bytesRead = known === undefined ? found.size : 0;
  const why = mismatchOf({ sha256, bytes: found.size }, expected);
  return why === undefined ? { path, state: 'present', bytesRead } : { path, state: 'corrupt', why, bytesRead };
}

/** SHA-256 of a file, in hexadecimal digits, streamed. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

async function isAsFound(file: string, found: Stats): Promise<boolean> {
  const now = await stat(file).catch(() => undefined);
  return now?.ctimeMs === found.ctimeMs && now.size === found.size && now.ino === found.ino;
}

async function stampOf(file: string, sha256: string): Promise<Stamp | undefined> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  if (found === undefined) return undefined;
  const { size, ino, mtimeNs, ctimeNs } = found;
  return { size: `${size}`, inode: `${ino}`, mtimeNs: `${mtimeNs}`, ctimeNs: `${ctimeNs}`, sha256 };
}
