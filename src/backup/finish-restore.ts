import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import { replaceFile } from '../files/replace-file.ts';
import { syncFolder } from '../files/sync-folder.ts';
import { BackupError } from './backup-error.ts';
import { syncTree } from './backup-folders.ts';

/** Where a restored store is put together, and what that folder is called once it is whole. */
const DRAFT = 'restore.part';
const READY = 'restore.ready';
const PLAN = 'restore.json';
const ASIDE = 'replaced-';

/** What a restore leaves where it is: locks, and what belongs to this machine or to the operator, not to the store. */
const staying =
  /\.lock(?:-|$)|^(?:exports|drills|acts|keys\.json|threads\.json)$|^replaced-|^(?:restore\.(?:part|ready)|drill\.part)$/u;

const planSchema = z.object({
  /** Folder below the data folder that takes what was there; null where nothing was. */
  aside: z
    .string()
    .regex(/^replaced-[\w-]+$/u)
    .nullable(),
  /** Names of what takes its place. */
  names: z.array(z.string().regex(/^[\w-][\w.-]*$/u)),
});

type Plan = z.infer<typeof planSchema>;

export function draftOf(data: string): string {
  return join(data, DRAFT);
}

/** Where a drill works: within the data folder, because it holds everything that does. */
export function drillFolderOf(data: string): string {
  return join(data, 'drill.part');
}

/** What lies in a data folder and would be replaced. */
export function listReplaced(data: string): readonly string[] {
  return existsSync(data) ? readdirSync(data).filter((name) => !staying.test(name)) : [];
}

/**
 * Puts the draft in the place of what is there. Until the draft has its last name nothing has changed; from then on the
 * next start finishes what is cut off.
 *
 * @returns the folder that holds what was replaced, or null
 */
export function placeRestored(data: string, stamp: string): string | null {
  const draft = draftOf(data);
  for (const name of readdirSync(draft)) {
    if (/\.lock(?:-|$)/u.test(name)) rmSync(join(draft, name));
  }
  const names = readdirSync(draft);
  const aside = listReplaced(data).length > 0 ? `${ASIDE}${stamp}` : null;
  replaceFile(join(draft, PLAN), JSON.stringify({ aside, names }));
  syncTree(draft);
  renameSync(draft, join(data, READY));
  syncFolder(data);
  finishRestore(data);
  return aside === null ? null : join(data, aside);
}

/**
 * Finishes a restore that was cut off after its draft was whole; called by whoever holds the data folder.
 *
 * @throws {BackupError} `restore-unfinished`
 */
export function finishRestore(data: string): void {
  const ready = join(data, READY);
  if (!existsSync(ready)) {
    // A restore that was cut off earlier changed nothing, and what it had put together holds everything.
    rmSync(draftOf(data), { recursive: true, force: true });
    return;
  }
  const plan = readPlan(ready);
  if (plan !== null) carryOut(data, plan);
  rmSync(ready, { recursive: true });
  syncFolder(data);
}

/**
 * Null where everything is placed: the plan goes last, and a stop may fall between it and its folder.
 *
 * @throws {BackupError} `restore-unfinished` for a plan that cannot be read while there is something left to place
 */
function readPlan(ready: string): Plan | null {
  if (readdirSync(ready).length === 0) return null;
  try {
    return planSchema.parse(parseJson(readFileSync(join(ready, PLAN), 'utf8')));
  } catch (cause) {
    throw new BackupError(
      'restore-unfinished',
      `Cannot finish the restore in "${ready}": its "${PLAN}" cannot be read; restore the backup again into an empty folder`,
      { cause },
    );
  }
}

function carryOut(data: string, { aside, names }: Plan): void {
  const ready = join(data, READY);
  if (aside !== null) {
    mkdirSync(join(data, aside), { recursive: true, mode: 0o700 });
    for (const name of listReplaced(data)) {
      // A name whose successor is placed already is the successor.
      if (!names.includes(name) || existsSync(join(ready, name))) renameSync(join(data, name), join(data, aside, name));
    }
    syncFolder(join(data, aside));
    syncFolder(data);
  }
  for (const name of names) {
    if (existsSync(join(ready, name))) renameSync(join(ready, name), join(data, name));
  }
  syncFolder(data);
  // Whole until nothing but the plan is left: else a stop would leave files without it.
  for (const name of readdirSync(ready)) {
    if (name !== PLAN) rmSync(join(ready, name), { recursive: true });
  }
}
