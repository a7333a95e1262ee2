import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { create, extract } from 'tar';
import { EvidenceError } from './evidence-error.ts';
import type { PackFiles } from './verify-pack.ts';
import type { PackSink } from './write-pack.ts';

/** A pack that is being written; it appears under its own name when it is whole, or not at all. */
export interface PackDraft extends PackSink {
  /** @throws {EvidenceError} `pack-exists` */
  finish(): Promise<void>;
  /** Takes away what was written of a pack that is not finished. */
  drop(): void;
}

/**
 * Begins a pack: a folder, or one file where the name ends in `.tar`. Readable by its owner alone, because it holds pseudonyms.
 *
 * @throws {EvidenceError} `pack-exists`: what was handed out is never written over
 */
export function beginPack(out: string): PackDraft {
  if (existsSync(out))
    throw new EvidenceError('pack-exists', `Cannot write the pack: there is already something at "${out}"`);
  const folder = `${resolve(out)}.${randomBytes(4).toString('hex')}.part`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    write: function writeFile(path, bytes) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(file, bytes, { mode: 0o600, flush: true });
    },
    finish: async function finishPack() {
      if (!isArchive(out)) return renameSync(folder, out);
      const archive = `${folder}.tar`;
      // `portable` leaves out who owns the files here, and one time makes two archives of the same files the same.
      const options = { file: archive, cwd: folder, portable: true, mtime: new Date(0), mode: 0o600 };
      await create(options, [...listFiles(folder)].sort());
      renameSync(archive, out);
      rmSync(folder, { recursive: true });
    },
    drop: () => {
      rmSync(folder, { recursive: true, force: true });
      rmSync(`${folder}.tar`, { force: true });
    },
  };
}

export interface OpenPack extends PackFiles, Disposable {}

/** Opens a pack, or a log export, to look at it; an archive is unpacked into a folder of its own until it is closed. */
export async function openPack(from: string): Promise<OpenPack> {
  const found = statSync(from, { throwIfNoEntry: false });
  if (found === undefined) throw new EvidenceError('pack-missing', `Cannot find a pack at "${from}"`);
  if (found.isDirectory()) return readFolder(from, () => undefined);
  const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    await extract({ file: from, cwd: folder, strict: true, filter: isPlain });
    return readFolder(folder, remove);
  } catch (cause) {
    remove();
    throw new EvidenceError('pack-unreadable', `Cannot read "${basename(from)}": it is no tar archive`, { cause });
  }
}

/** A link could lead anywhere. */
function isPlain(_path: string, entry: object): boolean {
  return 'type' in entry && (entry.type === 'File' || entry.type === 'Directory');
}

function readFolder(folder: string, close: () => void): OpenPack {
  const files = new Set(listFiles(folder));
  return {
    read: (path) => (files.has(path) ? readFileSync(join(folder, path)) : undefined),
    list: () => [...files],
    [Symbol.dispose]: close,
  };
}

/** Plain files below a folder, with `/`. */
function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

function isArchive(out: string): boolean {
  return out.endsWith('.tar');
}
