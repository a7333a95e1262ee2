import { z } from 'zod';
import { toBase64 } from '../audit/base64.ts';
import { createCheckpointVerifier } from '../audit/checkpoint.ts';
import { isSameHash } from '../audit/merkle-tree.ts';
import { createNoteVerifier } from '../audit/signed-note.ts';
import { type LogVerification, verifyLog } from '../audit/verify-log.ts';
import { parseJson } from '../conversation/parse-json.ts';
import { type ReadLogFile, readLogExport, readLogKeyLine, rootAfter } from './log/read-log-export.ts';
import {
  besideManifest,
  EVIDENCE_ACT,
  entryBytesOf,
  hashOf,
  isManifestSigned,
  type Manifest,
  parseManifest,
  parseRunReceipt,
  type RunReceipt,
  toActTarget,
} from './manifest.ts';

/** A pack as it lies before whoever checks it: any of it may have been written by anybody. */
export interface PackFiles {
  read(path: string): Buffer | undefined;
  /** Paths of all files there are. */
  list(): readonly string[];
}

export type PackFindingCode =
  | 'key-missing'
  | 'key-other'
  | 'manifest-unreadable'
  | 'signature-invalid'
  | 'file-missing'
  | 'file-changed'
  | 'file-added'
  | 'checkpoint-invalid'
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
  /** A later export of the same log: its files, as they lie below `log/` of a later pack. */
  readonly later?: ReadLogFile;
}

type Note = (code: PackFindingCode, detail: string) => void;

/** Checks everything of a pack with nothing but its files: signature, hashes, log, and the entry of the run. Never throws for what it holds. */
export function verifyPack(files: PackFiles, options: VerifyPackOptions = {}): PackVerification {
  const findings: PackFinding[] = [];
  const note: Note = (code, detail) => findings.push({ code, detail });
  const own = readLogKeyLine((path) => files.read(`log/${path}`));
  const vkey = options.vkey?.trim() ?? own;
  const manifest = checkManifest(files, vkey, note);
  if (options.vkey !== undefined && own !== options.vkey.trim())
    note('key-other', 'The key in the pack is another one');
  const log =
    manifest === null || !isKey(vkey) ? null : checkLog(files, { vkey, manifest, held: options.held ?? [] }, note);
  const run =
    log === null || manifest === null || !isKey(vkey)
      ? 'unproven'
      : checkRun(files, { vkey, manifest, ...options }, note);
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

function isKey(vkey: string | undefined): vkey is string {
  try {
    return vkey !== undefined && createNoteVerifier(vkey).name !== '';
  } catch {
    return false;
  }
}

function checkManifest(files: PackFiles, vkey: string | undefined, note: Note): Manifest | null {
  const text = files.read('manifest.json')?.toString('utf8') ?? '';
  if (!isKey(vkey)) note('key-missing', 'No verifier key: give one with --vkey');
  else if (!isManifestSigned(files.read('manifest.note')?.toString('utf8') ?? '', text, vkey))
    note('signature-invalid', 'manifest.note does not sign manifest.json with this key');
  const manifest = parseOrNull(() => parseManifest(text));
  if (manifest === null) {
    note('manifest-unreadable', 'manifest.json is no manifest of a pack');
    return null;
  }
  checkFiles(files, manifest, note);
  return manifest;
}

function checkFiles(files: PackFiles, manifest: Manifest, note: Note): void {
  for (const { path, sha256 } of manifest.files) {
    const bytes = files.read(path);
    if (bytes === undefined) note('file-missing', path);
    else if (hashOf(bytes) !== sha256) note('file-changed', path);
  }
  const known = new Set([...manifest.files.map(({ path }) => path), ...besideManifest]);
  for (const path of files.list()) if (!known.has(path)) note('file-added', path);
}

interface Checked {
  readonly vkey: string;
  readonly manifest: Manifest;
}

function checkLog(
  files: PackFiles,
  { vkey, manifest, held }: Checked & { readonly held: readonly string[] },
  note: Note,
): LogVerification {
  const { size, root } = manifest.log;
  const verify = createCheckpointVerifier(vkey);
  const latest = verify(files.read('log/checkpoint')?.toString('utf8') ?? '');
  if (
    size > 0 &&
    (latest.kind === 'refused' || latest.checkpoint.size !== size || toBase64(latest.checkpoint.root) !== root)
  ) {
    note('checkpoint-invalid', 'log/checkpoint is not the signed checkpoint of the log in the manifest');
  }
  // Checkpoints made later are of entries that are not in this pack.
  const earlier = held.filter((text) => {
    const verdict = verify(text);
    return verdict.kind === 'refused' || verdict.checkpoint.size <= size;
  });
  const report = verifyLog(
    readLogExport((path) => files.read(`log/${path}`), size),
    vkey,
    { held: earlier },
  );
  for (const { code, index, detail } of report.findings) note('log-changed', `${code} at ${index ?? '-'}: ${detail}`);
  if (report.root !== root || report.entries !== size)
    note('log-other', 'The log in the pack is not the one of the manifest');
  return report;
}

/** Whether the log holds the entry of this run: by its receipt, and in a later export where one is given. */
function checkRun(
  files: PackFiles,
  { vkey, manifest, held = [], later }: Checked & VerifyPackOptions,
  note: Note,
): PackVerification['run'] {
  const text = files.read('receipt.json')?.toString('utf8');
  const receipt = text === undefined ? null : parseOrNull(() => parseRunReceipt(text));
  if (text !== undefined && receipt === null) note('receipt-invalid', 'receipt.json is none');
  if (receipt !== null && !checkReceipt(files, { vkey, manifest, receipt, held }, note)) return 'unproven';
  if (later !== undefined && !checkLater(later, { vkey, manifest, receipt, files }, note)) return 'unproven';
  return receipt === null ? 'unproven' : 'proven';
}

type WithReceipt = Checked & { readonly receipt: RunReceipt; readonly held: readonly string[] };

/** The log of the pack and the entry of the run are the tree the receipt's checkpoint signs, and any kept one of that size. */
function checkReceipt(files: PackFiles, { vkey, manifest, receipt, held }: WithReceipt, note: Note): boolean {
  const manifestText = files.read('manifest.json')?.toString('utf8') ?? '';
  const { size } = manifest.log;
  const { entry } = receipt;
  const isOfRun =
    entry.kind === 'admin-act' && entry.act === EVIDENCE_ACT && entry.target === toActTarget(manifestText);
  const root = rootAfter(
    readLogExport((path) => files.read(`log/${path}`), size),
    size,
    [entryBytesOf(receipt)],
  );
  const verify = createCheckpointVerifier(vkey);
  const isSigned = [receipt.receipt.checkpoint, ...held].every((text, at) => {
    const verdict = verify(text);
    if (verdict.kind === 'refused') return false;
    return verdict.checkpoint.size === size + 1 ? isSameHash(verdict.checkpoint.root, root) : at > 0;
  });
  if (!isOfRun || !isSigned)
    note('receipt-invalid', 'receipt.json does not prove that the log holds the entry of this run');
  return isOfRun && isSigned;
}

type WithLater = Checked & { readonly receipt: RunReceipt | null; readonly files: PackFiles };

/** A later log begins with the log of the pack, and goes on with the entry of the run. */
function checkLater(later: ReadLogFile, { vkey, manifest, receipt, files }: WithLater, note: Note): boolean {
  const verdict = createCheckpointVerifier(vkey)(later('checkpoint')?.toString('utf8') ?? '');
  const { size, root } = manifest.log;
  if (verdict.kind === 'refused' || verdict.checkpoint.size < size) {
    note('later-log-other', 'The later log has no checkpoint of this key, or is shorter');
    return false;
  }
  const exported = readLogExport(later, verdict.checkpoint.size);
  const isWhole = isSameHash(rootAfter(exported, verdict.checkpoint.size, []), verdict.checkpoint.root);
  if (!isWhole || toBase64(rootAfter(exported, size, [])) !== root) {
    note('later-log-other', 'The later log does not begin with the log of this pack');
    return false;
  }
  const target = toActTarget(files.read('manifest.json')?.toString('utf8') ?? '');
  const first = receipt?.receipt.index ?? size;
  for (const { bytes } of exported.entries(first)) if (isRunEntry(bytes, target)) return true;
  note('run-not-recorded', 'The later log holds no entry of this run');
  return false;
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
