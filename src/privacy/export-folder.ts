import { closeSync, existsSync, fsyncSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { writeNewFile } from '../files/write-new-file.ts';

/** Copies made for customers, below the data folder: one folder a subject, so that they go with the rest. */
export interface ExportFolder {
  /** Writes one copy as JSON and as a page, readable by its owner alone; answers both paths. */
  write(subject: string, at: string, copy: { readonly json: string; readonly page: string }): readonly string[];
  /** Overwrites and removes files that were just written. */
  discard(files: readonly string[]): void;
  /** Overwrites and removes what was written for a subject; answers how many files. */
  remove(subject: string): number;
  /** Files written before that, of subjects that are not in `held`. */
  countOld(before: Date, held: (subject: string) => boolean): number;
  removeOld(before: Date, held: (subject: string) => boolean): number;
}

export function openExportFolder(folder: string): ExportFolder {
  const filesOf = (subject: string): readonly string[] => {
    const own = join(folder, subject);
    return existsSync(own) ? readdirSync(own).map((name) => join(own, name)) : [];
  };
  const oldFiles = (before: Date, held: (subject: string) => boolean): readonly string[] => {
    const subjects = existsSync(folder) ? readdirSync(folder).filter((subject) => !held(subject)) : [];
    return subjects.flatMap(filesOf).filter((file) => statSync(file).mtimeMs < before.getTime());
  };
  return {
    write: function writeCopy(subject, at, { json, page }) {
      const stem = join(folder, subject, at.replaceAll(/[:.]/gu, '-'));
      writeNewFile(`${stem}.json`, json);
      writeNewFile(`${stem}.html`, page);
      return [`${stem}.json`, `${stem}.html`];
    },
    discard: (files) => void removeAll(files),
    remove: function removeCopies(subject) {
      const count = removeAll(filesOf(subject));
      rmSync(join(folder, subject), { recursive: true, force: true });
      return count;
    },
    countOld: (before, held) => oldFiles(before, held).length,
    removeOld: (before, held) => removeAll(oldFiles(before, held)),
  };
}

function removeAll(files: readonly string[]): number {
  for (const file of files) shred(file);
  return files.length;
}

/** Overwritten before it goes: a deleted file is still on the disk. Where a disk writes elsewhere, its encryption is what counts. */
function shred(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    const zeros = Buffer.alloc(64 * 1024);
    for (let left = statSync(file).size; left > 0; ) left -= writeSync(handle, zeros, 0, Math.min(left, zeros.length));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  rmSync(file);
}
