import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { ListedLog, LogCopy } from '../../audit/published-log.ts';
import { syncFolder } from '../../files/sync-folder.ts';

/** A log, or whatever else is made of files, that lies in a folder. */
export function openFolderLog(folder: string): ListedLog {
  return {
    grows: false,
    async list() {
      const found = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = found.filter((entry) => entry.isFile());
      return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/'));
    },
    async open(path) {
      const file = join(folder, path);
      const found = await stat(file).catch(() => undefined);
      return found?.isFile() ? createReadStream(file) : undefined;
    },
  };
}

/** Makes a folder that must not be there yet. */
export async function createFolderCopy(folder: string): Promise<LogCopy> {
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder, { mode: 0o700 });
  return {
    async write(path, pieces) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const handle = await open(file, 'wx', 0o600);
      try {
        for await (const piece of pieces) await handle.writeFile(piece);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    finish: () => syncFolders(folder),
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The names are on the disk too, those of the folder itself included. */
async function syncFolders(folder: string): Promise<void> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const folders = found.filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
  for (const one of [...folders, folder, dirname(folder)]) syncFolder(one);
}
