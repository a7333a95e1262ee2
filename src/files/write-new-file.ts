import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from './sync-folder.ts';

/**
 * Writes a file that must not be there yet, readable by its owner alone (0600): whole and on the disk when this returns,
 * or not there at all. A key that is half written would stop every later start.
 *
 * @throws {Error} `EEXIST` where there is one already
 */
export function writeNewFile(file: string, text: string): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}.part`;
  try {
    const handle = openSync(draft, 'wx', 0o600);
    try {
      // Goes on where a disk that fills up took a part, until that is refused.
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    // A link, unlike a rename, never replaces what another process made meanwhile.
    linkSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(folder);
}
