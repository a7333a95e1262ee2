import { statfsSync } from 'node:fs';

/** Bytes on the disk a folder lies on, as this process may use them; null where the system does not say. */
export function readDiskSpace(folder: string): { readonly freeBytes: number; readonly totalBytes: number } | null {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return null;
  }
}
