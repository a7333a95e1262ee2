import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { syncFolder } from '../files/sync-folder.ts';
import { BackupError } from './backup-error.ts';

/** Where a backup lies: the store, and apart from it the keys that open it. */
export interface BackupFolders {
  readonly store: string;
  readonly keys: string;
}

/** Room beyond what is copied, for the file system's own. */
const SPARE = 1.05;

/** The keys lie beside their backup unless somewhere else is said; never inside it, so that they can go sooner. */
export function toFolders(store: string, keys = `${resolve(store)}.keys`): BackupFolders {
  return { store: resolve(store), keys: resolve(keys) };
}

/**
 * Folders under the names they have until everything in them is on the disk. What attempts of this `owner` that were cut off
 * left beside them is removed: whoever calls this makes the only backup of it at this moment.
 */
export function openDrafts(folders: BackupFolders, owner: string): BackupFolders {
  const ending = `.${owner}.part`;
  const both = [folders.store, folders.keys];
  for (const folder of both) refuseNonEmpty(folder);
  for (const parent of new Set(both.map((folder) => dirname(folder)))) {
    mkdirSync(parent, { recursive: true, mode: 0o700 });
    const left = readdirSync(parent).filter((name) => name.endsWith(ending));
    for (const name of left) rmSync(join(parent, name), { recursive: true });
  }
  const drafts = { store: `${folders.store}${ending}`, keys: `${folders.keys}${ending}` };
  for (const draft of [drafts.store, drafts.keys]) mkdirSync(draft, { mode: 0o700 });
  return drafts;
}

/** Gives the drafts their names, the store last: whoever finds that finds everything. */
export function keepDrafts(drafts: BackupFolders, folders: BackupFolders): void {
  for (const which of ['keys', 'store'] as const) {
    syncTree(drafts[which]);
    // An empty folder somebody made beforehand gives way.
    renameSync(drafts[which], folders[which]);
    syncFolder(dirname(folders[which]));
  }
}

export function dropDrafts(drafts: BackupFolders): void {
  for (const draft of [drafts.store, drafts.keys]) rmSync(draft, { recursive: true, force: true });
}

/** @throws {BackupError} `no-space` where a disk has less room than is needed */
export function refuseWithoutRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(nearestFolder(resolve(folder)));
  const free = bavail * bsize;
  if (free >= bytes * SPARE) return;
  const [needed, there] = [bytes * SPARE, free].map((count) => `${Math.ceil(count / 1e6)} MB`);
  throw new BackupError('no-space', `Cannot write to "${folder}": ${needed} are needed, ${there} are free`);
}

/** Makes the names in a folder and below durable. */
export function syncTree(folder: string): void {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of below) syncTree(join(folder, name));
  syncFolder(folder);
}

function refuseNonEmpty(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  throw new BackupError('folder-not-empty', `Cannot write a backup to "${folder}": something lies there; name another`);
}

function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder));
}
