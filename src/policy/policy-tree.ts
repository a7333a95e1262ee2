import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { PolicyError } from './policy-error.ts';

/** A part of a policy file with the place it is written at, as `file:line:column`: what layers are merged as. */
export type PolicyNode =
  | { readonly kind: 'value'; readonly at: string; readonly value: unknown }
  | { readonly kind: 'map'; readonly at: string; readonly entries: ReadonlyMap<string, PolicyNode> }
  | { readonly kind: 'list'; readonly at: string; readonly items: readonly PolicyNode[] };

export type PolicyPath = readonly (string | number)[];

/** Alias bombs stop here; no policy needs more. */
const MAX_ALIASES = 100;
/** Deeper than any policy; an alias that holds itself ends here. */
const MAX_DEPTH = 32;

/** Trees that are kept: an edit reads one file again, and every layer rests on the same ones. */
const MAX_KEPT = 500;
const kept = new Map<string, { readonly text: string; readonly tree: PolicyNode }>();

/**
 * Reads the text of one policy file.
 *
 * @throws {PolicyError} `policy-syntax`
 */
export function readPolicyTree(file: string, text: string): PolicyNode {
  const known = kept.get(file);
  if (known?.text === text) return known.tree;
  const tree = parseTree(file, text);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(file, { text, tree });
  return tree;
}

function parseTree(file: string, text: string): PolicyNode {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    const findings = document.errors.map((error) => `${at(error.pos[0])} ${error.message.split('\n')[0]}`);
    throw new PolicyError('policy-syntax', findings);
  }
  refuseAliasBombs(file, document);
  const root = toPolicyNode({ file, document, at }, document.contents, 0);
  // What is missing from the whole file is missing from its beginning.
  return { ...root, at: at(0) };
}

/** The value of a tree, for a schema to look at. */
export function toPlain(node: PolicyNode): unknown {
  switch (node.kind) {
    case 'value':
      return node.value;
    case 'list':
      return node.items.map(toPlain);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, value]) => [key, toPlain(value)]));
  }
}

/** `file:line:column` of the part at a path; of the nearest part above it where there is none. */
export function locateIn(root: PolicyNode, path: PolicyPath): string {
  let node = root;
  for (const step of path) {
    const next = childOf(node, step);
    if (next === undefined) break;
    node = next;
  }
  return node.at;
}

function childOf(node: PolicyNode, step: string | number): PolicyNode | undefined {
  if (node.kind === 'map') return node.entries.get(String(step));
  return node.kind === 'list' ? node.items[Number(step)] : undefined;
}

interface Source {
  readonly file: string;
  readonly document: Document;
  at(offset: number): string;
}

function toPolicyNode(source: Source, node: unknown, depth: number): PolicyNode {
  const { file, document, at } = source;
  if (depth > MAX_DEPTH) throw new PolicyError('policy-syntax', [`${file}:1:1 parts are nested too deeply`]);
  if (isAlias(node)) return toPolicyNode(source, node.resolve(document), depth + 1);
  const place = at(startOf(node));
  if (isSeq(node)) {
    return { kind: 'list', at: place, items: node.items.map((item) => toPolicyNode(source, item, depth + 1)) };
  }
  if (isMap(node)) {
    const entries = new Map<string, PolicyNode>();
    for (const { key, value } of node.items) {
      // An empty value has no place of its own: it stands where its key does.
      const empty: PolicyNode = { kind: 'value', at: at(startOf(key)), value: null };
      entries.set(keyOf(source, key), value === null ? empty : toPolicyNode(source, value, depth + 1));
    }
    return { kind: 'map', at: place, entries };
  }
  return { kind: 'value', at: place, value: isScalar(node) ? node.value : null };
}

function keyOf({ at }: Source, key: unknown): string {
  if (isScalar(key)) return String(key.value);
  throw new PolicyError('policy-syntax', [`${at(startOf(key))} a key is a word or a number`]);
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}

function refuseAliasBombs(file: string, document: Document): void {
  try {
    document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw new PolicyError('policy-syntax', [`${file}:1:1 aliases are nested too deeply`], { cause: error });
  }
}
