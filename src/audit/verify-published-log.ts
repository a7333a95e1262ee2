import { type Checkpoint, createCheckpointVerifier } from './checkpoint-verifier.ts';
import { type CheckpointCheck, type CheckpointWalk, createCheckpointWalk, toAscending } from './checkpoint-walk.ts';
import { entriesOfBundle, LONGEST_BUNDLE } from './entry-bundle.ts';
import { createRestoreWatch, type RestoreWatch } from './known-restore.ts';
import { createLogFindings } from './log-findings.ts';
import { createTreeEdge, emptyRoot, hashLength, isSameHash, leafHash, type TreeEdge } from './merkle-tree.ts';
import { openPublishedCheckpoints, openPublishedSegments, type PublishedSegments } from './published-lines.ts';
import { hashResource, type PublishedLog, publishedPaths, readResource } from './published-log.ts';
import { createPublishedTiles, type PublishedTiles } from './published-tiles.ts';
import { readSealedEntry } from './read-sealed-entry.ts';
import { type SealedSegment, toSegmentPath } from './segment.ts';
import { createSegmentCheck, findSegmentFault, type SegmentCheck } from './segment-check.ts';
import { TILE_WIDTH, type TilePlace, tilesOf } from './tile-path.ts';
import { type LogVerification, toVerification, type VerifyLogOptions } from './verify-log.ts';
import { createWitnessCheck, type WitnessCheck } from './witness-check.ts';

/** A note of 64 signatures is far below it. */
const longestNote = 65_536;

/**
 * Recomputes the whole tree from the entries of a log that lies in the layout of C2SP tlog-tiles and trusts nothing else:
 * tiles, checkpoints and sealed segments are each compared with it. Reads in a stream, one bundle at a time.
 *
 * Of a log that grows, the tree of the checkpoint that was read first is checked.
 *
 * @see https://c2sp.org/tlog-tiles
 * @throws {AuditError} `key-malformed` when `vkey` is no verifier key; damage to the log is a finding, never thrown
 */
export async function verifyPublishedLog(
  log: PublishedLog,
  vkey: string,
  options: Omit<VerifyLogOptions, 'hashSegment' | 'cosigned'> = {},
): Promise<LogVerification> {
  const { held = [], witnesses = [], now = () => performance.now() } = options;
  const begun = now();
  const findings = createLogFindings();
  const edge = createTreeEdge(0, () => emptyRoot);
  const segments = createSegmentCheck(findings);
  const restores = createRestoreWatch(findings);
  const verify = createCheckpointVerifier(vkey);
  const trust = createWitnessCheck(witnesses, { verify, findings });
  const check: Check = { log, findings, edge, segments, restores, verify, trust };
  const checkpoints = await checkLog(check, held).catch((fault: unknown) => {
    const name = fault instanceof Error ? fault.message : 'unknown fault';
    findings.add('storage-unreadable', `Reading stopped after ${edge.size} entries: ${name}`, edge.size);
    return 0;
  });
  restores.finish();
  trust.finish();
  return toVerification({ edge, segments, findings }, { checkpoints, ms: now() - begun });
}

interface Check extends CheckpointCheck {
  readonly log: PublishedLog;
  readonly edge: TreeEdge;
  readonly segments: SegmentCheck;
  readonly restores: RestoreWatch;
  readonly trust: WitnessCheck;
}

/** Returns how many checkpoints were published. */
async function checkLog(check: Check, held: readonly string[]): Promise<number> {
  const { log, findings, edge } = check;
  const kept = createCheckpointWalk(toAscending(held, check), { ...check, findings: check.restores.findings });
  const head = await readHead(check);
  if (head === undefined) return 0;
  const lines = openPublishedCheckpoints(log, findings);
  const stored = createCheckpointWalk(lines.ready, check);
  const cosigned = openPublishedCheckpoints(log, findings, publishedPaths.witnesses);
  const witnessed = createCheckpointWalk(cosigned.ready, { verify: check.trust.verify, findings });
  const readAhead = async (size: number): Promise<void> => {
    await Promise.all([lines.readTo(size), cosigned.readTo(size)]);
  };
  const seals = openPublishedSegments(log, findings);
  await checkEntries(check, head.size, { walks: [stored, kept, witnessed], readAhead, seals });
  if (edge.size === head.size && !isSameHash(edge.root(), head.root)) {
    findings.add('root-mismatch', 'The latest checkpoint is not of the tree the entries make', head.size);
  }
  if (head.size > 0 && stored.latest() !== head.size) {
    findings.add('checkpoint-missing', `The latest checkpoint, of size ${head.size}, is not among the others`);
  }
  kept.finish(edge.size);
  // A log that grows has more of both by now, which the next visit checks.
  if (!log.grows) await Promise.all([lines.finish(edge.size), cosigned.finish(edge.size), seals.finish()]);
  return stored.count();
}

async function readHead({ log, verify, findings }: Check): Promise<Checkpoint | undefined> {
  const note = await readResource(log, publishedPaths.checkpoint, longestNote);
  if (note === undefined) {
    findings.add('checkpoint-missing', 'The log has no checkpoint');
    return undefined;
  }
  const verdict = verify(Buffer.from(note).toString('utf8'));
  if (verdict.kind === 'verified') return verdict.checkpoint;
  findings.add('signature-invalid', `The latest checkpoint is refused: ${verdict.code}`);
  return undefined;
}

interface Readers {
  readonly walks: readonly CheckpointWalk[];
  readAhead(size: number): Promise<void>;
  readonly seals: PublishedSegments;
}

/** Stops at the first bundle that is missing or broken: what stands behind it has no place any more. */
async function checkEntries(check: Check, size: number, { walks, readAhead, seals }: Readers): Promise<void> {
  const tiles = createPublishedTiles(check.log, check.findings);
  await readAhead(0);
  for (const walk of walks) walk.visit(check.edge);
  for (const place of tilesOf('entries', size)) {
    await readAhead(place.index * TILE_WIDTH + place.width);
    const [bundle, leaves] = await Promise.all([
      tiles.read(place, LONGEST_BUNDLE),
      tiles.read({ ...place, level: 0 }, TILE_WIDTH * hashLength),
    ]);
    const sealed: SealedSegment[] = [];
    const isWhole = checkBundle(check, { place, bundle, leaves, tiles, walks, sealed });
    for (const segment of sealed) {
      await seals.check(segment);
      findSegmentFault(segment, await hashResource(check.log, toSegmentPath(segment.segment)), check.findings);
    }
    if (!isWhole) return;
    await tiles.checkFull();
  }
  await tiles.checkRest();
}

interface BundleCheck {
  readonly place: TilePlace;
  readonly bundle: Uint8Array | undefined;
  readonly leaves: Uint8Array | undefined;
  readonly tiles: PublishedTiles;
  readonly walks: readonly CheckpointWalk[];
  /** Takes the segments whose entries stand in the bundle. */
  readonly sealed: SealedSegment[];
}

function checkBundle(check: Check, { place, bundle, leaves, ...rest }: BundleCheck): boolean {
  const { edge, findings } = check;
  const end = place.index * TILE_WIDTH + place.width;
  if (bundle === undefined) {
    findings.add('entries-missing', `Entries from ${edge.size} on are missing`, edge.size);
    return false;
  }
  if (leaves === undefined)
    findings.add('tree-node-mismatch', `Tile ${place.index} of level 0 is missing`, place.index);
  check.segments.hash(bundle);
  try {
    for (const bytes of entriesOfBundle(bundle)) {
      if (edge.size === end) throw new Error('more entries than the tree has');
      checkEntry(check, bytes, rest, leaves?.subarray((edge.size % TILE_WIDTH) * hashLength).subarray(0, hashLength));
    }
  } catch {
    findings.add(
      'bundle-malformed',
      `Entry bundle ${place.index} is no sequence of ${place.width} entries`,
      place.index,
    );
    return false;
  }
  if (edge.size < end) findings.add('entries-missing', `Entries from ${edge.size} on are missing`, edge.size);
  return edge.size === end;
}

function checkEntry(
  { edge, findings, segments, restores }: Check,
  bytes: Uint8Array,
  { tiles, walks, sealed }: Pick<BundleCheck, 'tiles' | 'walks' | 'sealed'>,
  published: Uint8Array | undefined,
): void {
  const index = edge.size;
  const leaf = leafHash(bytes);
  if (published !== undefined && !isSameHash(leaf, published)) {
    findings.add('leaf-mismatch', 'The published leaf is not the hash of the published entry', index);
  }
  const entry = readSealedEntry(bytes);
  if (entry === undefined) {
    findings.add('entry-not-canonical', 'The published entry is not canonical JSON of a log entry', index);
  } else restores.see(entry);
  const completed = edge.append(leaf);
  tiles.add(completed);
  segments.add(completed);
  const segment = entry && segments.seal(entry, index);
  if (segment !== undefined) sealed.push(segment);
  for (const walk of walks) walk.visit(edge);
}
