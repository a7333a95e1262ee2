import { z } from 'zod';
import { AuditError } from '../audit/audit-error.ts';
import { toBase64 } from '../audit/base64.ts';
import { createCheckpointVerifier } from '../audit/checkpoint-verifier.ts';
import { entriesOfBundle, LONGEST_BUNDLE } from '../audit/entry-bundle.ts';
import { createTreeEdge, emptyRoot, isSameHash, leafHash, type TreeEdge } from '../audit/merkle-tree.ts';
import { createNoteVerifier } from '../audit/note-verifier.ts';
import {
  hashResource,
  type ListedLog,
  type PublishedLog,
  publishedPaths,
  readResource,
} from '../audit/published-log.ts';
import { tilesOf, toTilePath } from '../audit/tile-path.ts';
import type { LogVerification } from '../audit/verify-log.ts';
import { verifyPublishedLog } from '../audit/verify-published-log.ts';
import { parseJson } from '../conversation/parse-json.ts';
import {
  besideManifest,
  EVIDENCE_ACT,
  entryBytesOf,
  isManifestSigned,
  type Manifest,
  parseManifest,
  parseRunReceipt,
  type RunReceipt,
  toActTarget,
} from './manifest.ts';

/** More than the manifest of a log of hundred million entries has. */
const LONGEST_TEXT = 500_000_000;

export type PackFindingCode =
  | 'key-missing'
  | 'key-other'
  | 'manifest-unreadable'
  | 'signature-invalid'
  | 'file-missing'
  | 'file-changed'
  | 'file-added'
  | 'log-changed'
  | 'log-other'
  | 'receipt-invalid'
  | 'run-not-recorded'
  | 'later-log-other';

export interface PackFinding {
  readonly code: PackFindingCode;
  readonly detail: string;
}

export interface PackVerification {
  readonly ok: boolean;
  readonly origin: string | null;
  readonly madeAt: string | null;
  readonly files: number;
  readonly log: LogVerification | null;
  /** `proven`: the log holds the entry of this run. `unproven`: the pack came without a receipt, which is no fault by itself. */
  readonly run: 'proven' | 'unproven';
  /** Whether the key came from outside the pack: one that lies in it proves that the pack is whole, not whose it is. */
  readonly keyFrom: 'outside' | 'pack';
  readonly findings: readonly PackFinding[];
}

export interface VerifyPackOptions {
  /** The verifier key, as a kiosk, an auditor or `audit.vkey` has it. */
  readonly vkey?: string;
  /** Checkpoints somebody kept. */
  readonly held?: readonly string[];
  /** A later export of the same log. */
  readonly later?: PublishedLog;
}

type Note = (code: PackFindingCode, detail: string) => void;

interface Pack {
  readonly files: ListedLog;
  readonly log: PublishedLog;
  /** The text of a small file; empty where there is none. */
  text(path: string): Promise<string>;
}

/**
 * Checks everything of a pack with nothing but its files: signature, hashes, log, and the entry of the run. Any of it may have
 * been written by anybody; what is wrong is a finding, never thrown.
 */
export async function verifyPack(files: ListedLog, options: VerifyPackOptions = {}): Promise<PackVerification> {
  const findings: PackFinding[] = [];
  const note: Note = (code, detail) => findings.push({ code, detail });
  const pack = toPack(files);
  const own = (await pack.text('log/key')).trim();
  const vkey = options.vkey?.trim() ?? own;
  const manifest = await checkManifest(pack, vkey, note);
  if (options.vkey !== undefined && own !== vkey) note('key-other', 'The key in the pack is another one');
  const checked = manifest === null || !isKey(vkey) ? null : { vkey, manifest, held: options.held ?? [] };
  const log = checked === null ? null : await checkLog(pack, checked, note);
  const run = checked === null ? 'unproven' : await checkRun(pack, { ...checked, later: options.later }, note);
  return {
    ok: findings.length === 0,
    origin: manifest?.origin ?? null,
    madeAt: manifest?.madeAt ?? null,
    files: manifest?.files.length ?? 0,
    log,
    run,
    keyFrom: options.vkey === undefined ? 'pack' : 'outside',
    findings,
  };
}

function toPack(files: ListedLog): Pack {
  return {
    files,
    log: belowFolder(files, 'log'),
    text: async (path) => Buffer.from((await readResource(files, path, LONGEST_TEXT)) ?? []).toString('utf8'),
  };
}

/** What lies in one folder of a pack, as files of their own. */
export function belowFolder(files: PublishedLog, folder: string): PublishedLog {
  return { grows: false, open: (path) => files.open(`${folder}/${path}`) };
}

function isKey(vkey: string): boolean {
  try {
    return createNoteVerifier(vkey).name !== '';
  } catch {
    return false;
  }
}

async function checkManifest(pack: Pack, vkey: string, note: Note): Promise<Manifest | null> {
  const text = await pack.text('manifest.json');
  if (!isKey(vkey)) note('key-missing', 'No verifier key: give one with --vkey');
  else if (!isManifestSigned(await pack.text('manifest.note'), text, vkey))
    note('signature-invalid', 'manifest.note does not sign manifest.json with this key');
  const manifest = parseOrNull(() => parseManifest(text));
  if (manifest === null) {
    note('manifest-unreadable', 'manifest.json is no manifest of a pack');
    return null;
  }
  await checkFiles(pack.files, manifest, note);
  return manifest;
}

async function checkFiles(files: ListedLog, manifest: Manifest, note: Note): Promise<void> {
  for (const { path, sha256 } of manifest.files) {
    const found = await hashResource(files, path);
    if (found === undefined) note('file-missing', path);
    else if (found !== sha256) note('file-changed', path);
  }
  const known = new Set([...manifest.files.map(({ path }) => path), ...besideManifest]);
  for (const path of await files.list()) if (!known.has(path)) note('file-added', path);
}

interface Checked {
  readonly vkey: string;
  readonly manifest: Manifest;
  readonly held: readonly string[];
}

async function checkLog({ log }: Pack, { vkey, manifest, held }: Checked, note: Note): Promise<LogVerification> {
  const { size, root } = manifest.log;
  const verify = createCheckpointVerifier(vkey);
  // Checkpoints made later are of entries that are not in this pack.
  const earlier = held.filter((text) => {
    const verdict = verify(text);
    return verdict.kind === 'refused' || verdict.checkpoint.size <= size;
  });
  const report = await verifyPublishedLog(log, vkey, { held: earlier });
  for (const { code, index, detail } of report.findings) note('log-changed', `${code} at ${index ?? '-'}: ${detail}`);
  if (report.root !== root || report.entries !== size)
    note('log-other', 'The log in the pack is not the one of the manifest');
  return report;
}

type RunCheck = Checked & { readonly later: PublishedLog | undefined };

/** Whether the log holds the entry of this run: by its receipt, and in a later export where one is given. */
async function checkRun(pack: Pack, { later, ...checked }: RunCheck, note: Note): Promise<PackVerification['run']> {
  const text = await pack.text('receipt.json');
  const target = toActTarget(await pack.text('manifest.json'));
  const receipt = text === '' ? null : parseOrNull(() => parseRunReceipt(text));
  if (text !== '' && receipt === null) note('receipt-invalid', 'receipt.json is none');
  if (receipt !== null && !(await isReceiptOfRun(pack, { ...checked, receipt, target }))) {
    note('receipt-invalid', 'receipt.json does not prove that the log holds the entry of this run');
    return 'unproven';
  }
  if (later === undefined) return receipt === null ? 'unproven' : 'proven';
  const found = await findInLater(later, checked, target);
  if (found === 'other') note('later-log-other', 'The later log is another one, or not signed by this key');
  if (found === 'absent') note('run-not-recorded', 'The later log holds no entry of this run');
  return found === 'there' ? 'proven' : 'unproven';
}

type ReceiptCheck = Checked & { readonly receipt: RunReceipt; readonly target: string };

/** The log of the pack and the entry of the run are the tree the receipt's checkpoint signs, and any kept one of that size. */
async function isReceiptOfRun(
  { log }: Pack,
  { vkey, manifest, receipt, held, target }: ReceiptCheck,
): Promise<boolean> {
  const bytes = entryBytesOf(receipt);
  if (!isRunEntry(bytes, target)) return false;
  const { size } = manifest.log;
  const edge = await growTree(log, size);
  edge.append(leafHash(bytes));
  const verify = createCheckpointVerifier(vkey);
  const isOfTree = (text: string): boolean => {
    const verdict = verify(text);
    return (
      verdict.kind === 'verified' &&
      verdict.checkpoint.size === size + 1 &&
      isSameHash(verdict.checkpoint.root, edge.root())
    );
  };
  const ofSameSize = held.filter((text) => {
    const verdict = verify(text);
    return verdict.kind === 'verified' && verdict.checkpoint.size === size + 1;
  });
  return [receipt.receipt.checkpoint, ...ofSameSize].every(isOfTree);
}

/** A later log begins with the log of the pack, and goes on with the entry of the run. */
async function findInLater(
  later: PublishedLog,
  { vkey, manifest }: Checked,
  target: string,
): Promise<'there' | 'absent' | 'other'> {
  const note = Buffer.from((await readResource(later, publishedPaths.checkpoint, LONGEST_TEXT)) ?? []).toString('utf8');
  const verdict = createCheckpointVerifier(vkey)(note);
  const { size, root } = manifest.log;
  if (verdict.kind === 'refused' || verdict.checkpoint.size < size) return 'other';
  const edge = createTreeEdge(0, () => emptyRoot);
  let found: 'there' | 'absent' = 'absent';
  for await (const bytes of entriesOf(later, verdict.checkpoint.size)) {
    if (edge.size === size && toBase64(edge.root()) !== root) return 'other';
    if (edge.size >= size && isRunEntry(bytes, target)) found = 'there';
    edge.append(leafHash(bytes));
  }
  if (edge.size === size && toBase64(edge.root()) !== root) return 'other';
  return isSameHash(edge.root(), verdict.checkpoint.root) ? found : 'other';
}

async function growTree(log: PublishedLog, size: number): Promise<TreeEdge> {
  const edge = createTreeEdge(0, () => emptyRoot);
  for await (const bytes of entriesOf(log, size)) edge.append(leafHash(bytes));
  return edge;
}

/** Entries of the tree of that size, as far as they are there. */
async function* entriesOf(log: PublishedLog, size: number): AsyncGenerator<Uint8Array, undefined, undefined> {
  for (const place of tilesOf('entries', size)) {
    const bundle = await readResource(log, toTilePath(place), LONGEST_BUNDLE);
    if (bundle === undefined) return;
    try {
      yield* entriesOfBundle(bundle);
    } catch (error) {
      if (error instanceof AuditError) return;
      throw error;
    }
  }
}

const runSchema = z.object({ kind: z.literal('admin-act'), act: z.literal(EVIDENCE_ACT), target: z.string() });

function isRunEntry(bytes: Uint8Array, target: string): boolean {
  const run = parseOrNull(() => runSchema.parse(parseJson(Buffer.from(bytes).toString('utf8'))));
  return run?.target === target;
}

function parseOrNull<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
