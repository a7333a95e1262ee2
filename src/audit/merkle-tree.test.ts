import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTreeEdge, emptyRoot, leafHash, nodeHash, splitOf, subtreeHash } from './merkle-tree.ts';
import { inclusionProof } from './proofs.ts';

function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return createHash('sha256').digest();
  if (leaves.length === 1) return only;
  const split = splitOf(leaves.length);
  return nodeHash(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

const leaves = Array.from({ length: 71 }, (_, index) => leafHash(Buffer.from(`entry ${index}`)));
const nodes = new Map<string, Uint8Array>();
const readNode = (level: number, index: number): Uint8Array => nodes.get(`${level}/${index}`) ?? emptyRoot;
const grown = createTreeEdge(0, readNode);
const roots = [grown.root()];
for (const leaf of leaves) {
  for (const node of grown.append(leaf)) nodes.set(`${node.level}/${node.index}`, node.hash);
  roots.push(grown.root());
}

function hex(hash: Uint8Array): string {
  return Buffer.from(hash).toString('hex');
}

describe('leafHash and nodeHash', () => {
  it('prefix what they hash as RFC 6962 says', () => {
    expect(hex(emptyRoot)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hex(leafHash(new Uint8Array()))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    const left = Buffer.from('N123');
    expect(hex(nodeHash(left, Buffer.from('N456')))).toBe(
      'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
    );
  });
});

describe('createTreeEdge', () => {
  it('has the root of the naive recursion at every size', () => {
    for (const [size, root] of roots.entries()) expect(root).toEqual(naiveRoot(leaves.slice(0, size)));
  });

  it('completes each subtree once, with its own root', () => {
    // A tree of n leaves has n minus its number of right-edge subtrees complete inner nodes.
    expect(nodes.size).toBe(71 + 71 - 4);
    for (const [key, hash] of nodes) {
      const [level = 0, index = 0] = key.split('/').map(Number);
      expect(hash).toEqual(naiveRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)));
    }
  });

  it('has in memory all that proofs of appended leaves read', () => {
    for (const [size, count] of [0, 1, 5, 8, 37, 64].flatMap((from) =>
      [1, 2, 7].map((more) => [from, more] as const),
    )) {
      const edge = createTreeEdge(size, readNode);
      const held = new Map(edge.nodes().map((node) => [`${node.level}/${node.index}`, node.hash]));
      for (const leaf of leaves.slice(size, size + count)) {
        for (const node of edge.append(leaf)) held.set(`${node.level}/${node.index}`, node.hash);
      }
      for (let index = size; index < size + count; index += 1) {
        const proof = inclusionProof(index, size + count, (level, at) => held.get(`${level}/${at}`) ?? emptyRoot);
        expect(proof).toEqual(inclusionProof(index, size + count, readNode));
      }
    }
  });

  it('takes up a stored tree where it was left', () => {
    for (let size = 0; size < leaves.length; size += 1) {
      const edge = createTreeEdge(size, readNode);
      expect(edge.root()).toEqual(roots[size]);
      const next = leaves[size] ?? emptyRoot;
      const completed = edge.append(next);
      expect(edge.root()).toEqual(roots[size + 1]);
      for (const { level, index, hash } of completed) expect(hash).toEqual(readNode(level, index));
    }
  });
});

describe('subtreeHash', () => {
  it('reads a few nodes for any aligned range', () => {
    for (const [start, end] of [
      [0, 71],
      [64, 71],
      [32, 64],
      [48, 53],
      [70, 71],
    ] as const) {
      let reads = 0;
      const counted = (level: number, index: number): Uint8Array => {
        reads += 1;
        return readNode(level, index);
      };
      expect(subtreeHash(start, end, counted)).toEqual(naiveRoot(leaves.slice(start, end)));
      expect(reads).toBeLessThanOrEqual(4);
    }
  });
});
