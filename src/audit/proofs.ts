import { AuditError } from './audit-error.ts';
import { isLeafCount, type NodeReader, splitOf, subtreeHash } from './merkle-tree.ts';

/**
 * The hashes that lead from the leaf at `index` to the root of the tree of `size` leaves, lowest first: PATH of RFC 9162
 * section 2.1.3.1. Reads O(log size) nodes.
 *
 * @throws {AuditError} `range-invalid` unless 0 <= index < size
 */
export function inclusionProof(index: number, size: number, readNode: NodeReader): readonly Uint8Array[] {
  if (!isLeafCount(index) || !isLeafCount(size) || index >= size) {
    throw new AuditError('range-invalid', `Cannot prove inclusion of leaf "${index}" in a tree of size "${size}"`);
  }
  const path: Uint8Array[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      path.push(subtreeHash(middle, end, readNode));
      end = middle;
    } else {
      path.push(subtreeHash(start, middle, readNode));
      start = middle;
    }
  }
  return path.reverse();
}

/**
 * The hashes that show the tree of `from` leaves to be the beginning of the tree of `to` leaves: PROOF of RFC 9162 section
 * 2.1.4.1. Reads O(log to) nodes. From the empty tree there is nothing to prove, so it is refused.
 *
 * @throws {AuditError} `range-invalid` unless 0 < from <= to
 */
export function consistencyProof(from: number, to: number, readNode: NodeReader): readonly Uint8Array[] {
  if (!isLeafCount(from) || !isLeafCount(to) || from === 0 || from > to) {
    throw new AuditError('range-invalid', `Cannot prove consistency from size "${from}" to size "${to}"`);
  }
  const path: Uint8Array[] = [];
  let [start, end] = [0, to];
  while (end !== from) {
    const middle = start + splitOf(end - start);
    if (from <= middle) {
      path.push(subtreeHash(middle, end, readNode));
      end = middle;
    } else {
      path.push(subtreeHash(start, middle, readNode));
      start = middle;
    }
  }
  // A subtree that starts at 0 is the whole earlier tree, whose root the verifier already holds.
  if (start > 0) path.push(subtreeHash(start, end, readNode));
  return path.reverse();
}
