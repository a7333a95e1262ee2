import { createHash, type Hash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { syncFolder } from '../files/sync-folder.ts';
import { removeAbandoned, tagOf, takeOver } from './abandoned-parts.ts';
import { ModelError } from './model-error.ts';

/** What a whole file must be; `bytes` is null where only the hash is known. */
export interface ExpectedFile {
  readonly sha256: string;
  readonly bytes: number | null;
}

/** How a file differs from the expected one, in words, or undefined. */
export function mismatchOf(
  found: { readonly sha256: string; readonly bytes: number },
  expected: ExpectedFile,
): string | undefined {
  if (expected.bytes !== null && found.bytes !== expected.bytes) {
    return `has ${found.bytes} bytes, expected ${expected.bytes}`;
  }
  if (found.sha256 !== expected.sha256) return `has sha256 ${found.sha256}, expected ${expected.sha256}`;
  return undefined;
}

/** A file on its way: hashed while it is written, and at its destination only once the hash is right. */
export class PartFile {
  readonly #destination: string;
  readonly #part: string;
  readonly #handle: FileHandle;
  #hash: Hash = createHash('sha256');
  #size = 0;
  #validator: string | undefined;
  #isOpen = true;

  private constructor(destination: string, part: string, handle: FileHandle) {
    this.#destination = destination;
    this.#part = part;
    this.#handle = handle;
  }

  /**
   * Opens `<destination>.<pid>-<random>.part`. With `resume` it first takes over what an ended pull left; where two
   * processes want that, the other starts from nothing.
   */
  static async open(destination: string, { resume }: { readonly resume: boolean }): Promise<PartFile> {
    await mkdir(dirname(destination), { recursive: true });
    const part = `${destination}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
    const taken = resume && (await takeOver(destination, part));
    const file = new PartFile(destination, part, await open(part, taken ? 'a' : 'ax'));
    if (taken) await file.#readBack();
    return file;
  }

  /** Bytes on disk and in the hash. */
  get size(): number {
    return this.#size;
  }

  /** The entity tag of what is on disk, for `If-Range` (RFC 9110, section 13.1.5). */
  get validator(): string | undefined {
    return this.#validator;
  }

  /** Forgets what is on disk; `validator` names what is written from here on. */
  async restart(validator?: string): Promise<void> {
    await this.#handle.truncate(0);
    this.#hash = createHash('sha256');
    this.#size = 0;
    this.#validator = validator;
    if (validator === undefined) await rm(tagOf(this.#part), { force: true });
    else await writeFile(tagOf(this.#part), validator);
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    await this.#handle.writeFile(chunk);
    this.#size += chunk.length;
  }

  /**
   * Compares, syncs, renames into place; a wrong file is deleted.
   *
   * @throws {ModelError} `model-corrupt`
   */
  async commit(expected: ExpectedFile): Promise<void> {
    const mismatch = mismatchOf({ sha256: this.#hash.digest('hex'), bytes: this.#size }, expected);
    if (mismatch !== undefined) {
      await this.discard();
      throw new ModelError('model-corrupt', `"${basename(this.#destination)}" ${mismatch}`);
    }
    await this.#handle.sync();
    await this.#close();
    await rename(this.#part, this.#destination);
    syncFolder(dirname(this.#destination));
    await rm(tagOf(this.#part), { force: true });
    await removeAbandoned(this.#destination);
  }

  /** Leaves the bytes for a later pull to resume; nothing after `commit`. */
  async leave(): Promise<void> {
    if (!this.#isOpen) return;
    if (this.#size === 0) return this.discard();
    await this.#close();
    const left = `${this.#destination}.part`;
    if (this.#validator !== undefined) await rename(tagOf(this.#part), tagOf(left));
    await rename(this.#part, left);
  }

  /** Deletes the bytes; nothing after `commit`. */
  async discard(): Promise<void> {
    if (!this.#isOpen) return;
    await this.#close();
    await rm(this.#part, { force: true });
    await rm(tagOf(this.#part), { force: true });
  }

  async #close(): Promise<void> {
    this.#isOpen = false;
    await this.#handle.close();
  }

  async #readBack(): Promise<void> {
    for await (const chunk of createReadStream(this.#part)) {
      this.#hash.update(chunk);
      this.#size += chunk.length;
    }
    this.#validator = await readFile(tagOf(this.#part), 'utf8').catch(() => undefined);
  }
}
