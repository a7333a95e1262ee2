import { sha256 } from './primitives.ts';

/** Bytes of every hash in the tree: SHA-256. */
export const hashLength = 32;

const leafPrefix = Uint8Array.of(0x00);
const nodePrefix = Uint8Array.of(0x01);

/** Root of the tree without leaves: the hash of nothing. */
export const emptyRoot: Uint8Array = sha256();

/** `SHA-256(0x00 || entry)` (RFC 9162 section 2.1.1). */
export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256(leafPrefix, entry);
}

/** `SHA-256(0x01 || left || right)` (RFC 9162 section 2.1.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(nodePrefix, left, right);
}

export function isSameHash(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, place) => byte === right[place]);
}

/** A number of leaves or a place among them that JavaScript holds without loss. */
export function isLeafCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** The root of the complete subtree over the leaves `[index * 2^level, (index + 1) * 2^level)`. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/**
 * Reads the hash of a complete subtree; level 0 is the leaves. Complete subtrees never change as the log grows, so they
 * can be stored once and for all.
 *
 * @throws {AuditError} `node-missing`
 */
export type NodeReader = (level: number, index: number) => Uint8Array;

/** The right edge of a growing tree: one hash for every bit set in its size, and nothing else in memory. */
export interface TreeEdge {
  readonly size: number;
  /** Adds a leaf and returns the subtrees it completes, the leaf itself first. */
  append(leaf: Uint8Array): readonly TreeNode[];
  /**
   * The complete subtrees the tree is made of, from the left. With those that appending completes they are all that proofs
   * of the leaves after them read.
   */
  nodes(): readonly TreeNode[];
  root(): Uint8Array;
}

/** The edge of an empty tree, or of a stored one of `size` leaves that `readNode` knows. */
export function createTreeEdge(size: number, readNode: NodeReader): TreeEdge {
  const edge = completeSubtrees(0, size).map(({ level, index }) => ({ level, index, hash: readNode(level, index) }));
  let leaves = size;
  return {
    get size(): number {
      return leaves;
    },
    append(leaf: Uint8Array): readonly TreeNode[] {
      let top = { level: 0, index: leaves, hash: leaf };
      const completed: TreeNode[] = [top];
      leaves += 1;
      for (let left = edge.at(-1); left?.level === top.level; left = edge.at(-1)) {
        edge.pop();
        top = { level: top.level + 1, index: left.index / 2, hash: nodeHash(left.hash, top.hash) };
        completed.push(top);
      }
      edge.push(top);
      return completed;
    },
    nodes: () => [...edge],
    root(): Uint8Array {
      return foldRight(edge.map((node) => node.hash));
    },
  };
}

/**
 * Root of the subtree over the leaves `[start, end)`, where `start` is a multiple of the smallest power of two that is not
 * below `end - start`. Reads one node for every bit set in the width.
 */
export function subtreeHash(start: number, end: number, readNode: NodeReader): Uint8Array {
  return foldRight(completeSubtrees(start, end).map(({ level, index }) => readNode(level, index)));
}

/** The largest power of two below `width`, which is at least 2: where RFC 9162 splits a tree. */
export function splitOf(width: number): number {
  let split = 1;
  while (split * 2 < width) split *= 2;
  return split;
}

function completeSubtrees(start: number, end: number): { level: number; index: number }[] {
  const subtrees: { level: number; index: number }[] = [];
  for (let from = start; from < end; ) {
    let level = 0;
    while (from + 2 ** (level + 1) <= end) level += 1;
    subtrees.push({ level, index: from / 2 ** level });
    from += 2 ** level;
  }
  return subtrees;
}

function foldRight(hashes: readonly Uint8Array[]): Uint8Array {
  return (
    hashes.reduceRight<Uint8Array | undefined>(
      (right, left) => (right === undefined ? left : nodeHash(left, right)),
      undefined,
    ) ?? emptyRoot
  );
}
