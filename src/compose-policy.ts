import { type FSWatcher, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { compileCondition } from './adapters/cel/compile-condition.ts';
import type { PolicyHistory } from './adapters/sqlite/open-policy-history.ts';
import { type PolicySet, parsePolicySet } from './policy/parse-policy-set.ts';
import { createPolicyHolder, type PolicyChange, type PolicyHolder } from './policy/policy-holder.ts';
import { layerKinds, type PolicyTexts } from './policy/policy-layers.ts';

/** Editors write a file in several steps; a set is read once it has been still for this long. */
const SETTLE_MS = 150;

/** Reads a policy folder and its layers as they stand. @throws {PolicyError} with every finding */
export function readPolicyFolder(folder: string): PolicySet {
  return parsePolicySet(readTexts(folder), compileCondition, folder);
}

/** Reads the texts of a policy that was in force before. @throws {PolicyError} where a later version wrote them */
export function readPolicyTexts(texts: PolicyTexts, folder: string): PolicySet {
  return parsePolicySet(texts, compileCondition, folder);
}

/** Opens the policy folder; where it is broken at start, the policy that was in force last holds, and the problem is told. */
export function openPolicy(folder: string, history: Pick<PolicyHistory, 'latest'>): PolicyHolder {
  const read = (): PolicySet => readPolicyFolder(folder);
  try {
    // Sound files are the common case: what was in force before is then never parsed.
    return createPolicyHolder(read, null);
  } catch {
    return createPolicyHolder(read, readLastGood(folder, history));
  }
}

/** Tells every change of the folder and its layers; answers the way to stop. */
export function watchPolicy(
  folder: string,
  holder: PolicyHolder,
  onChange: (change: PolicyChange) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers = new Map<string, FSWatcher>();
  const settle = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      followFolders();
      const change = holder.reload();
      if (change.kind !== 'unchanged') onChange(change);
    }, SETTLE_MS);
  };
  // A layer may come and go while the appliance runs.
  const followFolders = (): void => {
    const present = new Set(foldersNow(folder));
    for (const [path, watcher] of watchers) {
      if (present.has(path)) continue;
      watcher.close();
      watchers.delete(path);
    }
    for (const path of present) {
      if (!watchers.has(path)) watchers.set(path, follow(path, settle));
    }
  };
  followFolders();
  return function stopWatching() {
    clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
}

function follow(path: string, onEvent: () => void): FSWatcher {
  const watcher = watch(path, onEvent);
  // A folder that is taken away tells of it in the folder above.
  watcher.on('error', () => undefined);
  watcher.unref();
  return watcher;
}

/** The policy folder and every folder a layer may stand in; a broken link is none. */
function foldersBelow(folder: string): readonly string[] {
  const kinds = layerKinds.map((kind) => join(folder, kind)).filter(isFolder);
  const named = kinds.flatMap((kind) => readdirSync(kind).map((name) => join(kind, name)));
  return [folder, join(folder, 'organisation'), ...kinds, ...named].filter(isFolder);
}

/** A folder that goes away while it is looked at has an event of its own to tell. */
function foldersNow(folder: string): readonly string[] {
  try {
    return foldersBelow(folder);
  } catch {
    return [folder];
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function readTexts(folder: string): PolicyTexts {
  const paths = foldersBelow(folder).flatMap((path) =>
    readdirSync(path)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => join(path, name)),
  );
  return Object.fromEntries(paths.map((path) => [toKey(folder, path), readFileSync(path, 'utf8')]));
}

/** The path below the policy folder, as the history and other machines know it. */
function toKey(folder: string, path: string): string {
  return path.slice(join(folder, 'x').length - 1).replaceAll('\\', '/');
}

function readLastGood(folder: string, history: Pick<PolicyHistory, 'latest'>): PolicySet | null {
  const texts = history.latest();
  if (texts === null) return null;
  try {
    return readPolicyTexts(texts, folder);
  } catch {
    return null; // Written for another version of the appliance: the files must speak for themselves.
  }
}
