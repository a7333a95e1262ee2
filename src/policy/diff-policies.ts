import type { PolicySet } from './parse-policy-set.ts';
import { type PolicyNode, readPolicyTree } from './policy-tree.ts';

/** One value that stands otherwise in two policies; null where it is not there. */
export interface ValueChange {
  /** `escalation.hard[turn-limit].when`; a layer's stands behind its folder. */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
  /** `file:line:column` of what it is now, or was. */
  readonly at: string;
}

interface Standing {
  readonly value: unknown;
  readonly at: string;
}

/** Everything that is written otherwise in two policies, file by file. */
export function diffPolicies(from: PolicySet, to: PolicySet): readonly ValueChange[] {
  const before = valuesOf(from);
  const after = valuesOf(to);
  const gone = [...before].filter(([path]) => !after.has(path));
  const changes = [...after].flatMap(([path, now]): ValueChange[] => {
    const was = before.get(path);
    if (was !== undefined && Object.is(was.value, now.value)) return [];
    return [{ path, from: was?.value ?? null, to: now.value, at: now.at }];
  });
  return [...changes, ...gone.map(([path, was]) => ({ path, from: was.value, to: null, at: was.at }))];
}

function valuesOf({ texts, base }: PolicySet): ReadonlyMap<string, Standing> {
  const folder = base.folder;
  const values = new Map<string, Standing>();
  for (const [path, text] of Object.entries(texts)) {
    collect(readPolicyTree(`${folder}/${path}`, text), path.replace(/\.yaml$/u, ''), values);
  }
  return values;
}

function collect(node: PolicyNode, label: string, into: Map<string, Standing>): void {
  switch (node.kind) {
    case 'value':
      into.set(label, { value: node.value, at: node.at });
      return;
    case 'map':
      for (const [key, inner] of node.entries) collect(inner, `${label}.${key}`, into);
      return;
    case 'list':
      collectItems(node, label, into);
  }
}

/** Things go by their id, single values by themselves, so that one more at the top does not change all below it. */
function collectItems(list: Extract<PolicyNode, { kind: 'list' }>, label: string, into: Map<string, Standing>): void {
  const names = list.items.map(nameOf);
  for (const [index, item] of list.items.entries()) {
    if (item.kind === 'value') into.set(`${label}[${JSON.stringify(item.value)}]`, { value: item.value, at: item.at });
    else collect(item, `${label}[${names[index] ?? index}]`, into);
  }
  // The order of rules is their precedence.
  if (names.some((name) => name !== undefined)) into.set(`${label} in order`, { value: names.join(', '), at: list.at });
}

function nameOf(item: PolicyNode): string | undefined {
  const name = item.kind === 'map' ? (item.entries.get('id') ?? item.entries.get('intent')) : undefined;
  return name?.kind === 'value' ? String(name.value) : undefined;
}
