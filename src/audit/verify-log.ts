import { AuditError } from './audit-error.ts';
import { toBase64 } from './base64.ts';
import { createCheckpointVerifier } from './checkpoint-verifier.ts';
import { type CheckpointCheck, type CheckpointWalk, createCheckpointWalk, toAscending } from './checkpoint-walk.ts';
import { LONGEST_ENTRY, toBundledEntry } from './entry-bundle.ts';
import { conversationOf } from './entry-format.ts';
import type { SealedEntry } from './entry-texts.ts';
import { createRestoreWatch, type RestoreWatch } from './known-restore.ts';
import { createLogFindings, type LogFinding, type LogFindings } from './log-findings.ts';
import type { LogReader, StoredCheckpoint, StoredEntry } from './log-store.ts';
import { createTreeEdge, isSameHash, leafHash, type TreeEdge, type TreeNode } from './merkle-tree.ts';
import { readSealedEntry } from './read-sealed-entry.ts';
import { createSegmentCheck, findSegmentFault, type SegmentCheck } from './segment-check.ts';
import { createWitnessCheck } from './witness-check.ts';

export interface LogVerification {
  readonly ok: boolean;
  readonly entries: number;
  /** Stored checkpoints looked at. */
  readonly checkpoints: number;
  /** Sealed segments that are what their entries say. */
  readonly segments: number;
  readonly findings: readonly LogFinding[];
  /** Findings beyond the first of each code, counted and not listed. */
  readonly omitted: number;
  /** Base64 of the root recomputed from the entries. */
  readonly root: string;
  readonly ms: number;
}

export interface VerifyLogOptions {
  /** Checkpoints kept outside the appliance, by a kiosk or an auditor: they show a log that was rewritten as a whole. */
  readonly held?: readonly string[];
  /** SHA-256 (hexadecimal) of the file of a sealed segment, `undefined` where there is none; without it files are not looked at. */
  readonly hashSegment?: (segment: number) => string | undefined;
  /** Verifier keys of witnesses to check cosignatures by. */
  readonly witnesses?: readonly string[];
  /** Checkpoints with cosignatures, in ascending order. */
  readonly cosigned?: Iterable<StoredCheckpoint>;
  /** Milliseconds from any fixed moment. */
  readonly now?: () => number;
}

/**
 * Recomputes the whole tree from the stored entries and trusts nothing else: leaves, nodes, checkpoints and the columns
 * entries are found by are each compared with it. Reads in a stream and keeps O(log entries) in memory.
 *
 * @see RFC 9162 section 2.1, C2SP tlog-checkpoint
 * @throws {AuditError} `key-malformed` when `vkey` is no verifier key; damage to the log is a finding, never thrown
 */
export function verifyLog(reader: LogReader, vkey: string, options: VerifyLogOptions = {}): LogVerification {
  const { held = [], hashSegment, witnesses = [], cosigned = [], now = () => performance.now() } = options;
  const begun = now();
  const findings = createLogFindings();
  const edge = createTreeEdge(0, noNode);
  const segments = createSegmentCheck(findings);
  const verify = createCheckpointVerifier(vkey);
  const trust = createWitnessCheck(witnesses, { verify, findings });
  const witnessed = createCheckpointWalk(cosigned, { verify: trust.verify, findings });
  const checkpoints = checkTree(edge, { reader, held, findings, verify, segments, hashSegment, witnessed });
  trust.finish();
  return toVerification({ edge, segments, findings }, { checkpoints, ms: now() - begun });
}

/** What a check of a whole log comes to, wherever the log lies. */
export function toVerification(
  {
    edge,
    segments,
    findings,
  }: { readonly edge: TreeEdge; readonly segments: SegmentCheck; readonly findings: LogFindings },
  { checkpoints, ms }: Pick<LogVerification, 'checkpoints' | 'ms'>,
): LogVerification {
  return {
    ok: findings.list.length === 0,
    entries: edge.size,
    checkpoints,
    segments: segments.count(),
    findings: findings.list,
    omitted: findings.omitted(),
    root: toBase64(edge.root()),
    ms,
  };
}

interface Check extends CheckpointCheck {
  readonly reader: LogReader;
  readonly held: readonly string[];
  readonly segments: SegmentCheck;
  readonly hashSegment: VerifyLogOptions['hashSegment'];
  readonly witnessed: CheckpointWalk;
}

/** Grows the tree entry by entry and compares what is stored at every step. Returns how many checkpoints were stored. */
function checkTree(edge: TreeEdge, { reader, held, segments, hashSegment, witnessed, ...check }: Check): number {
  const stored = createCheckpointWalk(reader.checkpoints(), check);
  const restores = createRestoreWatch(check.findings);
  const kept = createCheckpointWalk(toAscending(held, check), { ...check, findings: restores.findings });
  try {
    stored.visit(edge);
    kept.visit(edge);
    witnessed.visit(edge);
    const { findings } = check;
    const inner = checkEntries(edge, { reader, findings, segments, hashSegment, restores }, [stored, kept, witnessed]);
    checkEnd(edge, { reader, inner, latest: stored.latest() }, findings);
    stored.finish(edge.size);
    kept.finish(edge.size);
    witnessed.finish(edge.size);
  } catch (fault) {
    const name = fault instanceof Error ? fault.message : 'unknown fault';
    check.findings.add('storage-unreadable', `Reading stopped after ${edge.size} entries: ${name}`, edge.size);
  }
  restores.finish();
  return stored.count();
}

/** Returns how many inner nodes the tree over the entries has. */
function checkEntries(
  edge: TreeEdge,
  {
    reader,
    findings,
    segments,
    hashSegment,
    restores,
  }: Omit<Check, 'held' | 'verify' | 'witnessed'> & { readonly restores: RestoreWatch },
  walks: readonly CheckpointWalk[],
): number {
  let expected = 0;
  let inner = 0;
  // From below 0, where nothing belongs and a planted entry would still be found by its conversation.
  for (const entry of reader.entries(Number.MIN_SAFE_INTEGER)) {
    if (entry.index !== expected) {
      findings.add('index-gap', `Expected index ${expected}: found ${entry.index}`, expected);
    }
    expected = entry.index + 1;
    const leaf = leafHash(entry.bytes);
    const sealed = checkEntry(entry, leaf, findings);
    if (sealed) restores.see(sealed);
    const completed = edge.append(leaf);
    if (entry.bytes.length <= LONGEST_ENTRY) segments.hash(toBundledEntry(entry.bytes));
    segments.add(completed);
    const segment = sealed && segments.seal(sealed, entry.index);
    if (segment && hashSegment) findSegmentFault(segment, hashSegment(segment.segment), findings);
    inner += completed.length - 1;
    checkNodes(completed, reader, findings);
    for (const walk of walks) walk.visit(edge);
  }
  return inner;
}

function noNode(): never {
  throw new AuditError('node-missing', 'Cannot read a node of the empty tree');
}

/** Answers the entry where its bytes are one. */
function checkEntry(stored: StoredEntry, leaf: Uint8Array, findings: LogFindings): SealedEntry | undefined {
  if (!isSameHash(leaf, stored.leaf)) {
    findings.add('leaf-mismatch', 'The stored leaf is not the hash of the stored entry', stored.index);
  }
  const entry = readSealedEntry(stored.bytes);
  if (entry === undefined) {
    findings.add('entry-not-canonical', 'The stored entry is not canonical JSON of a log entry', stored.index);
    return undefined;
  }
  if (stored.kind !== entry.kind || stored.at !== entry.at || stored.conversation !== conversationOf(entry)) {
    findings.add('column-mismatch', 'Kind, time or conversation beside the entry differ from it', stored.index);
  }
  return entry;
}

function checkNodes(completed: readonly TreeNode[], reader: LogReader, findings: LogFindings): void {
  for (const { level, index, hash } of completed.slice(1)) {
    const stored = reader.node(level, index);
    if (stored === undefined || !isSameHash(stored, hash)) {
      findings.add(
        'tree-node-mismatch',
        `The stored node ${index} of level ${level} is not that of its entries`,
        index,
      );
    }
  }
}

interface LogEnd {
  readonly reader: LogReader;
  readonly inner: number;
  readonly latest: number | undefined;
}

function checkEnd(edge: TreeEdge, { reader, inner, latest }: LogEnd, findings: LogFindings): void {
  if (edge.size > 0 && latest !== edge.size) {
    findings.add(
      'checkpoint-missing',
      `The latest stored checkpoint is of size ${latest ?? 'none'}: ${edge.size} entries`,
    );
  }
  const stored = reader.nodeCount();
  if (stored !== inner) {
    findings.add('tree-node-mismatch', `The tree has ${inner} inner nodes: ${stored} are stored`);
  }
}
