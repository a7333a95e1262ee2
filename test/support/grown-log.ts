import { createPrivateKey } from 'node:crypto';
import { toBase64 } from '../../src/audit/base64.ts';
import { type CheckpointSigner, createCheckpointSigner, generateLogKey } from '../../src/audit/checkpoint.ts';
import type { LogSource } from '../../src/audit/log-watch.ts';
import { createTreeEdge, leafHash, type NodeReader } from '../../src/audit/merkle-tree.ts';
import { consistencyProof, inclusionProof } from '../../src/audit/proofs.ts';
import type { ReceiptFields } from '../../src/audit/receipt-verifier.ts';

export function newLogSigner(): CheckpointSigner {
  const { name, privateKeyPem } = generateLogKey();
  return createCheckpointSigner({ name, privateKey: createPrivateKey(privateKeyPem) });
}

/** A whole log in memory with a signed tree, as whoever holds the key can make one of any entries. */
export interface GrownLog {
  readonly entries: readonly Uint8Array[];
  readonly vkey: string;
  checkpoint(size?: number): string;
  receipt(index: number): ReceiptFields;
  /** Answers as an appliance with this log does. */
  readonly source: LogSource;
}

export function growLog(entries: readonly Uint8Array[], signer: CheckpointSigner): GrownLog {
  const nodes = new Map<string, Uint8Array>();
  const readNode: NodeReader = (level, index) => {
    const hash = nodes.get(`${level}/${index}`);
    if (hash === undefined) throw new Error(`no node ${index} of level ${level}`);
    return hash;
  };
  const edge = createTreeEdge(0, readNode);
  const roots = [edge.root()];
  for (const entry of entries) {
    for (const node of edge.append(leafHash(entry))) nodes.set(`${node.level}/${node.index}`, node.hash);
    roots.push(edge.root());
  }
  const size = entries.length;
  const checkpoint = (of = size) => signer.sign(of, roots[of] ?? edge.root());
  return {
    entries,
    vkey: signer.vkey,
    checkpoint,
    receipt: (index) => ({
      index,
      size,
      leaf: toBase64(readNode(0, index)),
      checkpoint: checkpoint(),
      hashes: inclusionProof(index, size, readNode).map(toBase64),
    }),
    source: {
      key: async () => `${signer.vkey}\n`,
      checkpoint: async () => checkpoint(),
      consistency: async (from, to) =>
        from === 0 || from > to || to > size ? undefined : consistencyProof(from, to, readNode).map(toBase64),
    },
  };
}

export function someEntries(count: number, from = 0): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, place) => new TextEncoder().encode(`{"entry":${from + place}}`));
}
