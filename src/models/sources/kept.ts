import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { type FileSource, placeFile } from './file-source.ts';

/** Files kept in the repository, under `configs/<id>/` beside the catalogue. */
export function createKeptSource(folder: string, files: Readonly<Record<string, string>>): FileSource {
  return {
    kind: 'kept',
    needsNetwork: false,
    offers: (file) => Object.hasOwn(files, file.path),
    async fetch(task) {
      for (const file of task.wanted) {
        const kept = files[file.path];
        if (kept !== undefined) await placeFile(file, createReadStream(join(folder, kept)), task);
      }
    },
  };
}
