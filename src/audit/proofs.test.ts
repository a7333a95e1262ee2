import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditError } from './audit-error.ts';
import { createTreeEdge, emptyRoot, leafHash, splitOf, subtreeHash } from './merkle-tree.ts';
import { consistencyProof, inclusionProof } from './proofs.ts';
import {
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './verify-proof.ts';

const largest = 70;
const leaves = Array.from({ length: largest }, (_, index) => leafHash(Buffer.from(`entry ${index}`)));
const nodes = new Map<string, Uint8Array>();
const readNode = (level: number, index: number): Uint8Array => nodes.get(`${level}/${index}`) ?? emptyRoot;
const edge = createTreeEdge(0, readNode);
for (const leaf of leaves) {
  for (const node of edge.append(leaf)) nodes.set(`${node.level}/${node.index}`, node.hash);
}

const rootOf = (size: number): Uint8Array => subtreeHash(0, size, readNode);
const leafAt = (index: number): Uint8Array => leaves[index] ?? emptyRoot;

function inclusionOf(index: number, size: number) {
  return { index, size, leaf: leafAt(index), proof: inclusionProof(index, size, readNode), root: rootOf(size) };
}

function consistencyOf(size1: number, size2: number) {
  const proof = consistencyProof(size1, size2, readNode);
  return { size1, size2, root1: rootOf(size1), root2: rootOf(size2), proof };
}

function flipped(hash: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(hash);
  const place = Math.floor(bit / 8) % copy.length;
  copy[place] = (copy[place] ?? 0) ^ (1 << (bit % 8));
  return copy;
}

/** Every way to damage a list of hashes by one step. */
function damaged(proof: readonly Uint8Array[], at: number, bit: number): (readonly Uint8Array[])[] {
  const place = proof.length === 0 ? 0 : at % proof.length;
  const lists: (readonly Uint8Array[])[] = [
    [...proof, emptyRoot],
    [emptyRoot, ...proof],
  ];
  const hash = proof[place];
  if (hash === undefined) return lists;
  return [
    ...lists,
    proof.toSpliced(place, 1),
    proof.toSpliced(place, 1, flipped(hash, bit)),
    proof.toSpliced(place, 1, hash.subarray(1)),
    proof.toSpliced(place, 0, hash),
    proof.slice(1),
    proof.slice(0, -1),
  ];
}

const anySizes = fc
  .tuple(fc.integer({ min: 1, max: largest }), fc.nat(), fc.nat(), fc.nat(255))
  .map(([size, seed, at, bit]) => ({ size, part: seed % size, at, bit }));

describe('inclusionProof', () => {
  it('is verified for every leaf of every size', () => {
    for (let size = 1; size <= largest; size += 1) {
      for (let index = 0; index < size; index += 1) {
        expect(verifyInclusion(inclusionOf(index, size))).toEqual({ kind: 'verified' });
      }
    }
  });

  it('is refused once anything in it is changed', () => {
    fc.assert(
      fc.property(anySizes, ({ size, part: index, at, bit }) => {
        const claim = inclusionOf(index, size);
        const mutants = [
          ...damaged(claim.proof, at, bit).map((proof) => ({ ...claim, proof })),
          { ...claim, leaf: flipped(claim.leaf, bit) },
          { ...claim, root: flipped(claim.root, bit) },
          ...(size > 1 ? [{ ...claim, index: (index + 1) % size }] : []),
        ];
        for (const mutant of mutants) expect(verifyInclusion(mutant).kind).toBe('refused');
      }),
    );
  });

  it('reads a number of nodes that grows with the logarithm', () => {
    let reads = 0;
    const endless = (): Uint8Array => {
      reads += 1;
      return emptyRoot;
    };
    inclusionProof(123_456_789, 1_000_000_000, endless);
    consistencyProof(123_456_789, 1_000_000_000, endless);
    expect(reads).toBeLessThan(120);
  });

  it('refuses places outside the tree with a code', () => {
    for (const [index, size] of [
      [0, 0],
      [5, 5],
      [-1, 5],
      [0.5, 5],
      [0, 2 ** 53],
    ] as const) {
      expect(() => inclusionProof(index, size, readNode)).toThrow(expect.objectContaining({ code: 'range-invalid' }));
    }
  });
});

describe('consistencyProof', () => {
  it('is verified for every pair of sizes', () => {
    for (let size2 = 1; size2 <= largest; size2 += 1) {
      for (let size1 = 1; size1 <= size2; size1 += 1) {
        expect(verifyConsistency(consistencyOf(size1, size2))).toEqual({ kind: 'verified' });
      }
    }
  });

  it('is refused once anything in it is changed', () => {
    fc.assert(
      fc.property(anySizes, ({ size: size2, part, at, bit }) => {
        const claim = consistencyOf(part + 1, size2);
        const mutants = [
          ...damaged(claim.proof, at, bit).map((proof) => ({ ...claim, proof })),
          { ...claim, root1: flipped(claim.root1, bit) },
          { ...claim, root2: flipped(claim.root2, bit) },
          { ...claim, size1: size2 + 1 },
          ...(part + 1 === size2 ? [] : [{ ...claim, root1: claim.root2, root2: claim.root1 }]),
        ];
        for (const mutant of mutants) expect(verifyConsistency(mutant).kind).toBe('refused');
      }),
    );
  });

  it('refuses sizes out of order with a code', () => {
    for (const [from, to] of [
      [0, 5],
      [6, 5],
      [-1, 5],
      [1.5, 5],
    ] as const) {
      expect(() => consistencyProof(from, to, readNode)).toThrow(AuditError);
    }
  });
});

type Range = readonly [start: number, end: number];

/** SUBTREE_SUBPROOF of draft-ietf-plants-merkle-tree-certs, by its recursion: `target` within the subtree `whole`. */
function subtreeProof(target: Range, whole: Range, known = true): Uint8Array[] {
  const [[start, end], [low, high]] = [target, whole];
  if (start === low && end === high) return known ? [] : [subtreeHash(low, high, readNode)];
  const middle = low + splitOf(high - low);
  if (end <= middle) return [...subtreeProof(target, [low, middle], known), subtreeHash(middle, high, readNode)];
  const left = subtreeHash(low, middle, readNode);
  if (middle <= start) return [...subtreeProof(target, [middle, high], known), left];
  return [...subtreeProof([middle, end], [middle, high], false), left];
}

function subtreesBelow(size: number): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  for (let end = 1; end <= size; end += 1) {
    for (let start = 0; start < end; start += 1) {
      if (start % 2 ** Math.ceil(Math.log2(end - start)) === 0) ranges.push({ start, end });
    }
  }
  return ranges;
}

describe('verifySubtreeConsistency', () => {
  it('accepts every subtree of every small tree, and none once a hash is changed', () => {
    for (let size = 1; size <= 33; size += 1) {
      for (const { start, end } of subtreesBelow(size)) {
        const root1 = subtreeHash(start, end, readNode);
        const claim = { start, end, size, root1, root2: rootOf(size), proof: subtreeProof([start, end], [0, size]) };
        expect(verifySubtreeConsistency(claim)).toEqual({ kind: 'verified' });
        expect(verifySubtreeConsistency({ ...claim, root1: flipped(root1, size) }).kind).toBe('refused');
        expect(verifySubtreeConsistency({ ...claim, root2: flipped(claim.root2, size) }).kind).toBe('refused');
        expect(verifySubtreeConsistency({ ...claim, proof: [...claim.proof, emptyRoot] }).kind).toBe('refused');
      }
    }
  });

  it('refuses ranges that are no subtree', () => {
    const claim = { size: 8, root1: rootOf(2), root2: rootOf(8), proof: [] };
    expect(verifySubtreeConsistency({ ...claim, start: 1, end: 3 })).toEqual({
      kind: 'refused',
      code: 'subtree-invalid',
    });
    expect(verifySubtreeConsistency({ ...claim, start: 3, end: 1 })).toEqual({
      kind: 'refused',
      code: 'subtree-invalid',
    });
  });
});

describe('verifiers', () => {
  it('refuse what is no number, no hash and no list, and never throw', () => {
    const sizes = fc.oneof(fc.nat(80), fc.double(), fc.maxSafeInteger(), fc.constant(2 ** 64), fc.anything());
    const hash = fc.oneof(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.anything());
    const list = fc.oneof(fc.array(hash, { maxLength: 60 }), fc.anything());
    fc.assert(
      fc.property(fc.tuple(sizes, sizes, sizes), hash, hash, list, ([a, b, c], one, two, many) => {
        const hashes = { leaf: one, root: two, root1: one, root2: two, proof: many };
        const claim = { ...hashes, index: a, start: b, end: c, size: b, size1: a, size2: b };
        for (const verify of [verifyInclusion, verifyConsistency, verifySubtreeInclusion, verifySubtreeConsistency]) {
          // What comes over the wire may be anything, whatever the types say.
          expect(Reflect.apply(verify, undefined, [claim])).toMatchObject({
            kind: expect.stringMatching('refused|verified'),
          });
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('stay right beyond 32 bits', () => {
    // All leaves alike: one hash per level stands for any part of a tree of 2^40 leaves.
    const levels = [leafHash(Buffer.from('same'))];
    const read = (level: number): Uint8Array => {
      while (levels.length <= level) {
        const below = createTreeEdge(0, read);
        const last = levels.at(-1) ?? emptyRoot;
        below.append(last);
        below.append(last);
        levels.push(below.root());
      }
      return levels[level] ?? emptyRoot;
    };
    const size = 2 ** 40 + 5;
    const index = 2 ** 39 + 12_345;
    const claim = {
      index,
      size,
      leaf: read(0),
      proof: inclusionProof(index, size, read),
      root: subtreeHash(0, size, read),
    };
    expect(verifyInclusion(claim).kind).toBe('verified');
    expect(verifyInclusion({ ...claim, index: 2 ** 40 + 3 }).kind).toBe('refused');
    const size1 = 2 ** 38 + 77;
    const proof = consistencyProof(size1, size, read);
    const pair = { size1, size2: size, root1: subtreeHash(0, size1, read), root2: claim.root, proof };
    expect(verifyConsistency(pair).kind).toBe('verified');
    expect(verifyConsistency({ ...pair, proof: proof.slice(1) }).kind).toBe('refused');
  });
});
