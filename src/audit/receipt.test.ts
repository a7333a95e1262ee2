import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toBase64 } from './base64.ts';
import { createCheckpointSigner, generateLogKey } from './checkpoint.ts';
import { entryBytes, parseLogEntry } from './entry-format.ts';
import { createTreeEdge, emptyRoot, leafHash, subtreeHash } from './merkle-tree.ts';
import { inclusionProof } from './proofs.ts';
import { verifyReceipt } from './receipt.ts';

const key = generateLogKey();
const signer = createCheckpointSigner({ name: key.name, privateKey: createPrivateKey(key.privateKeyPem) });
const size = 11;
const index = 6;
const entries = Array.from({ length: size }, (_, minute) =>
  parseLogEntry({
    v: 1,
    at: `2026-11-21T09:${String(minute).padStart(2, '0')}:00.000Z`,
    actor: { role: 'agent', key: 'k_1' },
    kind: 'takeover',
    conversation: `c_${minute}`,
  }),
);
const [entry, other] = [entries[index] ?? entries[0], entries[0]];
if (entry === undefined || other === undefined) throw new Error('no entries');

const nodes = new Map<string, Uint8Array>();
const readNode = (level: number, at: number): Uint8Array => nodes.get(`${level}/${at}`) ?? emptyRoot;
const edge = createTreeEdge(0, readNode);
for (const each of entries) {
  for (const node of edge.append(leafHash(entryBytes(each)))) nodes.set(`${node.level}/${node.index}`, node.hash);
}
const receipt = {
  index,
  leaf: toBase64(readNode(0, index)),
  checkpoint: signer.sign(size, edge.root()),
  size,
  hashes: inclusionProof(index, size, readNode).map(toBase64),
};

describe('verifyReceipt', () => {
  it('holds for the entry and for its leaf hash', () => {
    expect(verifyReceipt(receipt, entry, key.vkey)).toEqual({ kind: 'verified' });
    expect(verifyReceipt(receipt, readNode(0, index), key.vkey)).toEqual({ kind: 'verified' });
    expect(verifyReceipt(JSON.parse(JSON.stringify(receipt)), entry, key.vkey)).toEqual({ kind: 'verified' });
  });

  it('refuses another entry, index, size, leaf, proof or key', () => {
    const codeOf = (change: object, subject = entry, vkey = key.vkey): string => {
      const verdict = verifyReceipt({ ...receipt, ...change }, subject, vkey);
      return verdict.kind === 'refused' ? verdict.code : verdict.kind;
    };
    expect(codeOf({}, other)).toBe('leaf-mismatch');
    expect(codeOf({ leaf: toBase64(emptyRoot) })).toBe('leaf-mismatch');
    expect(codeOf({ index: index + 1 })).toBe('root-mismatch');
    expect(codeOf({ size: size + 1 })).toBe('size-mismatch');
    expect(codeOf({ hashes: receipt.hashes.slice(1) })).toBe('proof-too-short');
    expect(codeOf({ hashes: [...receipt.hashes, receipt.leaf] })).toBe('proof-too-long');
    expect(codeOf({ hashes: receipt.hashes.map((hash) => `${hash} `) })).toBe('proof-malformed');
    expect(codeOf({ checkpoint: signer.sign(size, subtreeHash(0, 8, readNode)) })).toBe('root-mismatch');
    expect(codeOf({ checkpoint: 'none' })).toBe('note-malformed');
    expect(codeOf({}, entry, generateLogKey().vkey)).toBe('signature-missing');
  });

  it('refuses what is no receipt', () => {
    for (const nothing of [null, 1, '{}', {}, { ...receipt, hashes: [1] }, { ...receipt, index: '6' }]) {
      expect(verifyReceipt(nothing, entry, key.vkey)).toEqual({ kind: 'refused', code: 'receipt-malformed' });
    }
  });
});
