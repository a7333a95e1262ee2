import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { Header } from 'tar';
import type { ListedLog, LogCopy } from '../../audit/published-log.ts';

const blockBytes = 512;
/** Largest file in an archive: beyond it a header needs another form than this one writes. */
const mostBytes = 8 ** 11 - 1;

interface Member {
  readonly from: number;
  readonly size: number;
}

/**
 * A log that lies in an archive (POSIX tar, not compressed). Only the headers are read at first, and where each file
 * begins is kept: two files for 256 entries.
 */
export async function openTarLog(file: string): Promise<ListedLog> {
  const members = await findMembers(file);
  return {
    grows: false,
    list: async () => [...members.keys()],
    async open(path) {
      const member = members.get(path);
      if (member === undefined) return undefined;
      if (member.size === 0) return nothing();
      return createReadStream(file, { start: member.from, end: member.from + member.size - 1 });
    },
  };
}

async function* nothing(): AsyncGenerator<Uint8Array, undefined, undefined> {}

async function findMembers(file: string): Promise<ReadonlyMap<string, Member>> {
  const members = new Map<string, Member>();
  const handle = await open(file, 'r');
  try {
    const { size: end } = await handle.stat();
    const block = Buffer.alloc(blockBytes);
    for (let position = 0; position + blockBytes <= end; ) {
      await handle.read(block, 0, blockBytes, position);
      const header = new Header(block, 0);
      if (header.nullBlock) break;
      const { path, size = 0 } = header;
      const from = position + blockBytes;
      if (!header.cksumValid || path === undefined || from + size > end) throw new Error('The archive is damaged');
      // The first of a name counts, as a second one would come after what was checked.
      const name = path.replace(/^\.\//, '');
      if (isFile(header) && !members.has(name)) members.set(name, { from, size });
      position = from + toBlocks(size);
    }
  } finally {
    await handle.close();
  }
  return members;
}

function isFile({ type }: Header): boolean {
  return type === 'File' || type === 'OldFile';
}

function toBlocks(size: number): number {
  return Math.ceil(size / blockBytes) * blockBytes;
}

/** Makes an archive that must not be there yet. */
export async function createTarCopy(file: string): Promise<LogCopy> {
  const handle = await open(file, 'wx', 0o600);
  let end = 0;
  return {
    async write(path, pieces) {
      const from = end + blockBytes;
      let size = 0;
      for await (const piece of pieces) {
        await writeAt(handle, piece, from + size);
        size += piece.length;
      }
      await writeAt(handle, Buffer.alloc(toBlocks(size) - size), from + size);
      await writeAt(handle, toHeader(path, size), end);
      end = from + toBlocks(size);
    },
    async finish() {
      await writeAt(handle, Buffer.alloc(2 * blockBytes), end);
      await handle.sync();
      await handle.close();
    },
    async discard() {
      await handle.close();
      await rm(file, { force: true });
    },
  };
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    // A disk that fills up may take a part of what it is given.
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** The same log gives the same archive, byte for byte: no time, no owner. */
function toHeader(path: string, size: number): Buffer {
  if (size > mostBytes) throw new Error(`Cannot write "${path}" to an archive: it has ${size} bytes`);
  const block = Buffer.alloc(blockBytes);
  const needsMore = new Header({ path, size, mode: 0o444, uid: 0, gid: 0, mtime: new Date(0), type: 'File' }).encode(
    block,
  );
  if (needsMore) throw new Error(`Cannot write "${path}" to an archive: its name is too long`);
  return block;
}
