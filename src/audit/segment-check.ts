import { createHash } from 'node:crypto';
import { toBase64 } from './base64.ts';
import type { SealedEntry } from './entry-texts.ts';
import type { LogFindings } from './log-findings.ts';
import type { TreeNode } from './merkle-tree.ts';
import { parseSegment, SEGMENT_LEVEL, type SealedSegment, toSegmentName } from './segment.ts';

/** Holds what entries of kind `segment-sealed` say against the entries themselves, while the log is read from its start. */
export interface SegmentCheck {
  /** The next entries as they stand in a bundle, before they are added to the tree. */
  hash(bundled: Uint8Array): void;
  /** The subtrees the next entry completes. */
  add(completed: readonly TreeNode[]): void;
  /** An entry after it was added; returns the segment it seals, where it seals one and tells the truth. */
  seal(entry: SealedEntry, index: number): SealedSegment | undefined;
  /** Segments that were sealed so far. */
  count(): number;
}

type Content = Pick<SealedSegment, 'sha256' | 'root'>;

export function createSegmentCheck(findings: LogFindings): SegmentCheck {
  /** Whole segments whose entry has not come yet: few in a log that is sealed as it grows. */
  const unsealed = new Map<number, Content>();
  let content = createHash('sha256');
  let count = 0;
  return {
    hash: (bundled) => void content.update(bundled),
    add(completed) {
      const whole = completed[SEGMENT_LEVEL];
      if (whole === undefined) return;
      unsealed.set(whole.index, { sha256: content.digest('hex'), root: toBase64(whole.hash) });
      content = createHash('sha256');
    },
    seal(entry, index) {
      if (entry.kind !== 'segment-sealed') return undefined;
      const segment = parseSegment(entry);
      const whole = segment && unsealed.get(segment.segment);
      if (segment === undefined || whole?.sha256 !== segment.sha256 || whole.root !== segment.root) {
        findings.add('segment-mismatch', 'The entry seals a segment that is not that of the entries before it', index);
        return undefined;
      }
      unsealed.delete(segment.segment);
      count += 1;
      return segment;
    },
    count: () => count,
  };
}

/** Adds a finding unless the file of a segment, by its SHA-256, is what was sealed. */
export function findSegmentFault(segment: SealedSegment, sha256: string | undefined, findings: LogFindings): void {
  if (sha256 === segment.sha256) return;
  const name = toSegmentName(segment.segment);
  if (sha256 === undefined) findings.add('segment-missing', `The file "${name}" is missing`, segment.segment);
  else findings.add('segment-changed', `The file "${name}" is not the one that was sealed`, segment.segment);
}
