import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Verdict } from '../src/audit/verdict.ts';
import {
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from '../src/audit/verify-proof.ts';

const folder = fileURLToPath(new URL('../../shared/data/merkle', import.meta.url));
const present = existsSync(folder);
if (!present) process.stdout.write('merkle-vectors: skipped, the public vectors are not beside this checkout\n');

// 64-bit values lose digits here but stay above 2^53, which every verifier refuses: the verdict is the same.
const size = z.number();
const bytes = z.string().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const shared = {
  desc: z.string(),
  wantErr: z.boolean(),
  proof: z
    .array(bytes)
    .nullable()
    .transform((proof) => proof ?? []),
};
const inclusion = { ...shared, leafIdx: size, leafHash: bytes, root: bytes };
const consistency = { ...shared, root1: bytes, root2: bytes };

const judges: Record<string, (vector: unknown) => Verdict> = {
  inclusion(vector) {
    const read = z.strictObject({ ...inclusion, treeSize: size, wantErr: z.boolean() }).parse(vector);
    return verifyInclusion({ ...read, index: read.leafIdx, size: read.treeSize, leaf: read.leafHash });
  },
  subtreeinclusion(vector) {
    const read = z.strictObject({ ...inclusion, start: size, end: size }).parse(vector);
    return verifySubtreeInclusion({ ...read, index: read.leafIdx, leaf: read.leafHash });
  },
  consistency(vector) {
    return verifyConsistency(z.strictObject({ ...consistency, size1: size, size2: size }).parse(vector));
  },
  subtreeconsistency(vector) {
    return verifySubtreeConsistency(z.strictObject({ ...consistency, start: size, end: size, size }).parse(vector));
  },
};

function vectorsOf(family: string): { name: string; vector: { wantErr: boolean } }[] {
  const names = readdirSync(join(folder, family), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, vector: JSON.parse(readFileSync(join(folder, family, name), 'utf8')) }));
}

describe.skipIf(!present)('the 518 public proof vectors', () => {
  for (const [family, judge] of Object.entries(judges)) {
    it(`judges every ${family} vector as marked`, () => {
      const misjudged = vectorsOf(family).filter(({ vector }) => (judge(vector).kind === 'refused') !== vector.wantErr);
      expect(misjudged.map(({ name }) => name)).toEqual([]);
    });
  }

  it('counts 36 valid and 482 refused', () => {
    const all = Object.keys(judges).flatMap(vectorsOf);
    expect(all).toHaveLength(518);
    expect(all.filter(({ vector }) => !vector.wantErr)).toHaveLength(36);
  });
});
