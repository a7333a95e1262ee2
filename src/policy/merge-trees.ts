import type { PolicyNode } from './policy-tree.ts';

type MapNode = Extract<PolicyNode, { kind: 'map' }>;
type ListNode = Extract<PolicyNode, { kind: 'list' }>;

/** Told of everything in a layer that fits nothing below it, as `file:line:column what`. */
type Complain = (finding: string) => void;

/** Keys that tell items of a list apart, the first that every item has. */
export const identities = ['id', 'intent'] as const;

/**
 * Lays one layer over what is below it.
 *
 * - Maps are merged key by key; a key without a value removes what is below.
 * - Lists of things with an id are merged by it. `remove: true` removes a thing. A new one comes last, or `before:` the
 *   one it names.
 * - Every other list is replaced, or changed by `{ add: […], remove: […] }`.
 * - Anything else is replaced.
 */
export function mergeTrees(below: PolicyNode, above: PolicyNode, complain: Complain): PolicyNode {
  if (below.kind === 'map' && above.kind === 'map') return mergeMaps(below, above, complain);
  if (below.kind === 'list' && above.kind === 'map') return changeList(below, above, complain);
  if (below.kind === 'list' && above.kind === 'list') {
    const key = identityOf([...below.items, ...above.items]);
    return key === undefined ? above : mergeLists(below, above, { key, complain });
  }
  if (below.kind !== above.kind) complain(`${above.at} a ${above.kind} stands where ${below.at} has a ${below.kind}`);
  return above;
}

/** Ids that stand twice in one list of one file, wherever in it. */
export function duplicatesIn(node: PolicyNode): readonly string[] {
  if (node.kind === 'value') return [];
  if (node.kind === 'map') return [...node.entries.values()].flatMap(duplicatesIn);
  const key = identityOf(node.items);
  const seen = new Set<string>();
  const own = node.items.flatMap((item) => {
    const name = key === undefined ? undefined : nameOf(item, key);
    if (name === undefined) return [];
    if (seen.has(name)) return [`${item.at} "${name}" stands twice`];
    seen.add(name);
    return [];
  });
  return [...own, ...node.items.flatMap(duplicatesIn)];
}

function mergeMaps(below: MapNode, above: MapNode, complain: Complain): MapNode {
  const entries = new Map(below.entries);
  for (const [key, value] of above.entries) {
    const present = below.entries.get(key);
    if (isNothing(value)) {
      if (present === undefined) complain(`${value.at} there is no "${key}" to remove`);
      entries.delete(key);
    } else {
      entries.set(key, present === undefined ? value : mergeTrees(present, value, complain));
    }
  }
  return { kind: 'map', at: above.at, entries };
}

function mergeLists(
  below: ListNode,
  above: ListNode,
  { key, complain }: { readonly key: string; readonly complain: Complain },
): ListNode {
  const items = [...below.items];
  const placeOf = (name: string | undefined): number => items.findIndex((item) => nameOf(item, key) === name);
  for (const item of above.items) {
    if (item.kind !== 'map') continue;
    const { thing, removes, before } = readDirections(item);
    const place = placeOf(nameOf(thing, key));
    const present = items[place];
    if (present === undefined && removes) complain(`${item.at} there is no "${nameOf(thing, key)}" to remove`);
    if (present !== undefined) items.splice(place, 1);
    if (removes) continue;
    const target = before === undefined ? -1 : placeOf(before);
    if (before !== undefined && target < 0) complain(`${item.at} there is no "${before}" to stand before`);
    const usual = present === undefined ? items.length : place;
    items.splice(target < 0 ? usual : target, 0, present === undefined ? thing : mergeTrees(present, thing, complain));
  }
  return { kind: 'list', at: below.at, items };
}

/** What an item says of its own place is no part of it. */
function readDirections(item: MapNode): { thing: MapNode; removes: boolean; before: string | undefined } {
  const { remove, before, ...rest } = Object.fromEntries(item.entries);
  return {
    thing: { ...item, entries: new Map(Object.entries(rest)) },
    removes: remove?.kind === 'value' && remove.value === true,
    before: before?.kind === 'value' ? String(before.value) : undefined,
  };
}

function changeList(below: ListNode, above: MapNode, complain: Complain): PolicyNode {
  const { add, remove, ...others } = Object.fromEntries(above.entries);
  if (Object.keys(others).length > 0 || (add === undefined && remove === undefined)) {
    complain(`${above.at} a list is replaced by a list, or changed by "add" and "remove"`);
    return below;
  }
  const gone = remove?.kind === 'list' ? remove.items : [];
  for (const item of gone) {
    if (!below.items.some((present) => isSame(present, item))) complain(`${item.at} there is no such item to remove`);
  }
  const kept = below.items.filter((present) => !gone.some((item) => isSame(present, item)));
  return { ...below, items: [...kept, ...(add?.kind === 'list' ? add.items : [])] };
}

function identityOf(items: readonly PolicyNode[]): string | undefined {
  if (items.length === 0) return undefined;
  return identities.find((key) => items.every((item) => nameOf(item, key) !== undefined));
}

export function nameOf(item: PolicyNode, key: string): string | undefined {
  const name = item.kind === 'map' ? item.entries.get(key) : undefined;
  return name?.kind === 'value' ? String(name.value) : undefined;
}

function isNothing(node: PolicyNode): boolean {
  return node.kind === 'value' && node.value === null;
}

function isSame(left: PolicyNode, right: PolicyNode): boolean {
  return left.kind === 'value' && right.kind === 'value' && left.value === right.value;
}
