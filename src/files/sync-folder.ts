import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes what was created, renamed or removed in a folder durable. @throws {Error} of the file system */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
