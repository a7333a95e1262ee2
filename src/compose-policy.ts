import { type FSWatcher, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { compileCondition } from './adapters/cel/compile-condition.ts';
import type { PolicyHistory } from './adapters/sqlite/open-policy-history.ts';
import { parsePolicy } from './policy/parse-policy.ts';
import { createPolicyHolder, type PolicyChange, type PolicyHolder } from './policy/policy-holder.ts';
import type { PolicySnapshot } from './policy/policy-snapshot.ts';

/** Editors write a file in several steps; a set is read once it has been still for this long. */
const SETTLE_MS = 150;

/** Reads a policy folder as it stands. @throws {PolicyError} with every finding */
export function readPolicyFolder(folder: string): PolicySnapshot {
  return parsePolicy(readTexts(folder), compileCondition, folder);
}

/** Opens the policy folder; where it is broken at start, the policy that was in force last holds, and the problem is told. */
export function openPolicy(folder: string, history: Pick<PolicyHistory, 'latest'>): PolicyHolder {
  const read = (): PolicySnapshot => readPolicyFolder(folder);
  try {
    // Sound files are the common case: what was in force before is then never parsed.
    return createPolicyHolder(read, null);
  } catch {
    return createPolicyHolder(read, readLastGood(folder, history));
  }
}

/** Tells every change of the folder; answers the way to stop. */
export function watchPolicy(
  folder: string,
  holder: PolicyHolder,
  onChange: (change: PolicyChange) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watcher: FSWatcher = watch(folder, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const change = holder.reload();
      if (change.kind !== 'unchanged') onChange(change);
    }, SETTLE_MS);
  });
  watcher.unref();
  return function stopWatching() {
    clearTimeout(timer);
    watcher.close();
  };
}

function readTexts(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function readLastGood(folder: string, history: Pick<PolicyHistory, 'latest'>): PolicySnapshot | null {
  const texts = history.latest();
  if (texts === null) return null;
  try {
    return parsePolicy(texts, compileCondition, folder);
  } catch {
    return null; // Written for another version of the appliance: the files must speak for themselves.
  }
}
