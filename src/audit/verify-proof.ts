import { emptyRoot, hashLength, isLeafCount, isSameHash, nodeHash } from './merkle-tree.ts';
import { refused, type Verdict, verified } from './verdict.ts';

// Sizes may exceed 32 bits, so they are halved and tested by arithmetic: bitwise operators would cut them.

/** More than any honest proof over safe integers holds: two hashes for each of 53 levels. */
const longestProof = 106;

/** A claim that a leaf stands at `index` of the subtree over `[start, end)`. Everything in it is the claimant's. */
export interface SubtreeInclusion {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** A claim that a leaf stands at `index` of the tree of `size` leaves. */
export type Inclusion = Omit<SubtreeInclusion, 'start' | 'end'> & { readonly size: number };

/** A claim that `root1` over the leaves `[start, end)` is a subtree of `root2` over the first `size` leaves. */
export interface SubtreeConsistency {
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** A claim that the tree of `size1` leaves is the beginning of the tree of `size2` leaves. */
export type Consistency = Omit<SubtreeConsistency, 'start' | 'end' | 'size'> & {
  readonly size1: number;
  readonly size2: number;
};

/** Checks an inclusion proof (RFC 9162 section 2.1.3.2). Never throws, whatever it is given. */
export function verifyInclusion(claim: Inclusion): Verdict {
  if (!isLeafCount(claim.size) || claim.size === 0) return refused('size-invalid');
  const { index, size, leaf, proof, root } = claim;
  return verifySubtreeInclusion({ index, start: 0, end: size, leaf, proof, root });
}

/**
 * Checks a consistency proof (RFC 9162 section 2.1.4.2). Never throws. An empty first tree is refused: every tree begins
 * with it, so such a proof says nothing.
 */
export function verifyConsistency(claim: Consistency): Verdict {
  const { size1, size2, root1, root2, proof } = claim;
  if (!isLeafCount(size1) || !isLeafCount(size2) || size1 === 0 || size1 > size2) return refused('size-invalid');
  return verifySubtreeConsistency({ start: 0, end: size1, size: size2, root1, root2, proof });
}

/** Checks an inclusion proof in a subtree (draft-ietf-plants-merkle-tree-certs, "Subtree Inclusion Proofs"). Never throws. */
export function verifySubtreeInclusion(claim: SubtreeInclusion): Verdict {
  const { index, start, end, leaf, proof, root } = claim;
  if (!isSubtree(start, end)) return refused('subtree-invalid');
  if (!isLeafCount(index) || index < start || index >= end) return refused('index-invalid');
  if (!isHash(leaf) || !isHash(root)) return refused('hash-malformed');
  if (!isProof(proof)) return refused('proof-malformed');

  let [node, last, hash] = [index - start, end - start - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return refused('proof-too-long');
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      // A right edge without a sibling moves up unhashed until it is a right child.
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  if (last !== 0) return refused('proof-too-short');
  return isSameHash(hash, root) ? verified : refused('root-mismatch');
}

/**
 * Checks that a subtree belongs to a tree (draft-ietf-plants-merkle-tree-certs, "Subtree Consistency Proofs"). Never
 * throws. The empty subtree belongs to every tree, so there only its own root is looked at.
 */
export function verifySubtreeConsistency(claim: SubtreeConsistency): Verdict {
  const { start, end, size, root1, root2, proof } = claim;
  if (!isProof(proof)) return refused('proof-malformed');
  if (!isBytes(root1) || !isBytes(root2)) return refused('hash-malformed');
  if (!isLeafCount(start) || !isLeafCount(size) || !isLeafCount(end) || end > size) return refused('subtree-invalid');
  if (start === end) return verifyEmptySubtree(root1, proof);
  if (!isSubtree(start, end)) return refused('subtree-invalid');
  // The two roots may be one and the same and then need no hashing; anything that is hashed must be a hash.
  if (proof.length > 0 && !isHash(root1)) return refused('hash-malformed');
  return climbBoth(claim);
}

function verifyEmptySubtree(root: Uint8Array, proof: readonly Uint8Array[]): Verdict {
  if (proof.length > 0) return refused('proof-too-long');
  return isSameHash(root, emptyRoot) ? verified : refused('root-mismatch');
}

/** Rebuilds both roots from the lowest subtree that they share. */
function climbBoth({ start, end, size, root1, root2, proof }: SubtreeConsistency): Verdict {
  let { first, node, last } = lowestShared({ first: start, node: end - 1, last: size - 1 });
  const [seed, siblings] = first === node ? [root1, proof] : [proof[0], proof.slice(1)];
  if (seed === undefined) return refused('proof-too-short');

  let [subtree, tree] = [seed, seed];
  for (const sibling of siblings) {
    if (last === 0) return refused('proof-too-long');
    if (isOdd(node) || node === last) {
      if (first < node) subtree = nodeHash(sibling, subtree);
      tree = nodeHash(sibling, tree);
      while (!isOdd(node) && node !== 0) [first, node, last] = [half(first), half(node), half(last)];
    } else {
      tree = nodeHash(tree, sibling);
    }
    [first, node, last] = [half(first), half(node), half(last)];
  }
  if (last !== 0) return refused('proof-too-short');
  return isSameHash(subtree, root1) && isSameHash(tree, root2) ? verified : refused('root-mismatch');
}

interface Position {
  readonly first: number;
  readonly node: number;
  readonly last: number;
}

/** Climbs from the subtree's last leaf as long as nothing outside the subtree would have to be hashed in. */
function lowestShared({ first, node, last }: Position): Position {
  const mayClimb = node === last ? () => true : isOdd;
  let position = { first, node, last };
  while (position.first !== position.node && mayClimb(position.node)) {
    position = { first: half(position.first), node: half(position.node), last: half(position.last) };
  }
  return position;
}

/** Non-empty, and aligned to the smallest power of two that is not below its width. */
function isSubtree(start: number, end: number): boolean {
  if (!isLeafCount(start) || !isLeafCount(end) || start >= end) return false;
  let width = 1;
  while (width < end - start) width *= 2;
  return start % width === 0;
}

function isBytes(value: unknown): boolean {
  return value instanceof Uint8Array;
}

function isHash(value: unknown): boolean {
  return value instanceof Uint8Array && value.length === hashLength;
}

function isProof(value: unknown): boolean {
  return Array.isArray(value) && value.length <= longestProof && value.every(isHash);
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}
