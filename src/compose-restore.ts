import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ulid } from 'ulid';
import { listDestroyedKeys } from './adapters/sqlite/check-copy.ts';
import { lockDataFolder } from './adapters/sqlite/data-lock.ts';
import { openDatabaseForReading } from './adapters/sqlite/open-database.ts';
import { type ReplacedStore, readReplaced } from './adapters/sqlite/read-replaced.ts';
import { toBase64 } from './audit/base64.ts';
import { parseCheckpoint, verifyCheckpoint } from './audit/checkpoint-verifier.ts';
import { verifyLog } from './audit/verify-log.ts';
import { BackupError } from './backup/backup-error.ts';
import { type BackupFolders, refuseWithoutRoom } from './backup/backup-folders.ts';
import { type ListedErasure, openErasureList, readErasureList } from './backup/erasure-list.ts';
import { draftOf, finishRestore, listReplaced, placeRestored } from './backup/finish-restore.ts';
import type { Manifest } from './backup/manifest.ts';
import { readManifest, verifyBackup } from './compose-backup-verify.ts';
import { eraseAgain } from './compose-erase-again.ts';
import { openStore, type Store } from './compose-store.ts';
import { ERASURES } from './compose-subjects.ts';
import type { KeyVaultSetting } from './config/read-environment.ts';
import { copyFile } from './files/copy-file.ts';
import { commitEntry } from './pipeline/commit-entry.ts';

export interface RestoreOrder extends BackupFolders {
  readonly data: string;
  readonly policies: string;
  readonly keyVault?: KeyVaultSetting | undefined;
  /** Verifier key somebody kept. */
  readonly vkey?: string | undefined;
  /** Folder with `audit.key` and `master.key`, where the backup came without. */
  readonly secrets?: string | undefined;
  /** Lists of certificates (`erasures.log`) of a later time than the backup. */
  readonly erasures: readonly string[];
  /** Files with checkpoints somebody kept. */
  readonly held: readonly string[];
  /** What is in the data folder makes way. */
  readonly replace: boolean;
  readonly now: () => Date;
  readonly onProgress?: (what: string) => void;
}

export interface RestoreReport {
  readonly backup: string;
  readonly createdAt: string;
  /** Entries of the log in the backup. */
  readonly entries: number;
  /** Entries that are known to have been there and are gone: from the first to before `to`. Null where none are known of. */
  readonly lost: {
    readonly from: number;
    readonly to: number;
    readonly kinds: Readonly<Record<string, number>>;
  } | null;
  /** Subjects erased once more, because they were erased after the backup. */
  readonly erased: number;
  /** Where what was replaced lies now. */
  readonly aside: string | null;
  readonly warnings: readonly string[];
  readonly ms: number;
}

/**
 * Brings a backup back: put together beside what is there, checked, every later erasure done again, and only then put in
 * place. Whatever cuts it off, the folder holds what it held or the whole of what is brought back.
 *
 * @throws {StoreError} `store-in-use` while an appliance runs on the folder; what {@link openStore} refuses
 * @throws {BackupError} `folder-not-empty`, `backup-refused`, `no-space`, `secrets-missing`, `erasures-invalid`
 */
export async function restoreBackup(order: RestoreOrder): Promise<RestoreReport> {
  const begun = performance.now();
  const { data, replace, now } = order;
  const lock = lockDataFolder(data);
  try {
    finishRestore(data);
    if (listReplaced(data).length > 0 && !replace) {
      const what = `Cannot restore into "${data}": a store lies there; add --replace to put it aside`;
      throw new BackupError('folder-not-empty', what);
    }
    const manifest = refuseBroken(order);
    const replaced = readReplaced(data, manifest.log);
    fillDraft(order, manifest);
    const done = await completeDraft(order, manifest, replaced);
    order.onProgress?.('putting it in place');
    const aside = placeRestored(data, toStamp(now()));
    const warnings = warningsOf(replaced, { aside, lists: order.erasures.length });
    const { id: backup, createdAt, log } = manifest;
    return {
      backup,
      createdAt,
      entries: log.size,
      ...done,
      aside,
      warnings,
      ms: Math.round(performance.now() - begun),
    };
  } finally {
    rmSync(draftOf(data), { recursive: true, force: true });
    lock.release();
  }
}

/** Two restores within a second put aside to two folders. */
function toStamp(now: Date): string {
  return `${now.toISOString().slice(0, 19).replaceAll(':', '-')}-${ulid().slice(-6).toLowerCase()}`;
}

function refuseBroken(order: RestoreOrder): Manifest {
  const { ok, findings, bytes } = verifyBackup(order);
  if (!ok) {
    const what = findings.map(({ code, detail }) => `${code} (${detail})`).join(', ');
    throw new BackupError('backup-refused', `Cannot restore "${order.store}": ${what}; use another backup`);
  }
  refuseWithoutRoom(order.data, bytes);
  return readManifest(order.store).manifest;
}

function fillDraft(
  { data, store, keys, secrets, replace, keyVault, onProgress }: RestoreOrder,
  manifest: Manifest,
): void {
  const draft = draftOf(data);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  for (const [folder, files] of [
    [store, manifest.files],
    [keys, readManifest(keys).manifest.keys],
  ] as const) {
    for (const { path, sha256 } of files) {
      onProgress?.(`copying ${path}`);
      mkdirSync(dirname(join(draft, path)), { recursive: true, mode: 0o700 });
      const copied = copyFile(join(folder, path), join(draft, path), path === 'audit.vkey' ? 0o644 : 0o600);
      if (copied.sha256 === sha256) continue;
      throw new BackupError('backup-refused', `Cannot restore "${store}": "${path}" changed while it was read`);
    }
  }
  const sources = [secrets, replace ? data : undefined].filter((folder) => folder !== undefined);
  const needed = keyVault === undefined || keyVault.kind === 'file' ? ['audit.key', 'master.key'] : ['audit.key'];
  for (const name of needed) bringSecret(name, draft, sources);
}

/** @throws {BackupError} `secrets-missing` */
function bringSecret(name: string, draft: string, sources: readonly string[]): void {
  if (existsSync(join(draft, name))) return;
  const source = sources.find((folder) => existsSync(join(folder, name)));
  if (source === undefined) {
    const what = `Cannot restore: "${name}" is not with the keys; name the folder it was kept in with --secrets`;
    throw new BackupError('secrets-missing', what);
  }
  copyFile(join(source, name), join(draft, name));
}

type Completed = Pick<RestoreReport, 'lost' | 'erased'>;

/** Opens the draft as a start does, which brings an earlier release's up to date, and writes down what was done. */
async function completeDraft(order: RestoreOrder, manifest: Manifest, replaced: ReplacedStore): Promise<Completed> {
  const { now, onProgress, keyVault } = order;
  const draft = draftOf(order.data);
  const store = openStore(draft, now, keyVault);
  try {
    const held = checkHeld(order, store, manifest);
    const { lost, root } = lostEntries(manifest, replaced, held);
    await commitEntry(store, {
      v: 2,
      kind: 'log-restored',
      at: now().toISOString(),
      actor: { role: 'operator', key: 'restore' },
      backup: manifest.id,
      size: manifest.log.size,
      ...(lost ? { lost: { size: lost.to, root } } : {}),
    });
    onProgress?.('erasing again who was erased since');
    const listed = listedErasures(order, store.log.vkey);
    openErasureList(join(draft, ERASURES)).add(listed.map(({ note }) => note));
    const subjects = [...listed.map(({ subject }) => subject), ...(replaced.destroyed ?? []), ...destroyedIn(draft)];
    const erased = await eraseAgain([...new Set(subjects)], { store, data: draft, policies: order.policies, now });
    return { lost, erased };
  } finally {
    store.close();
  }
}

function destroyedIn(folder: string): readonly string[] {
  const database = openDatabaseForReading(join(folder, 'keys.db'));
  try {
    return listDestroyedKeys(database);
  } finally {
    database.close();
  }
}

/** Lists that were named, and the one that lies where something is replaced. */
function listedErasures({ data, erasures }: RestoreOrder, vkey: string): readonly ListedErasure[] {
  const own = join(data, ERASURES);
  return [...erasures, ...(existsSync(own) ? [own] : [])].flatMap((file) => readErasureList(file, vkey));
}

/** Checkpoints somebody kept, the longest last. @throws {BackupError} `backup-refused` where one speaks of another log */
function checkHeld({ held }: RestoreOrder, { log }: Store, { log: { size } }: Manifest): readonly string[] {
  const notes = held.map((file) => readFileSync(file, 'utf8'));
  const sizes = notes.map((note) => {
    const verdict = verifyCheckpoint(note, log.vkey);
    if (verdict.kind === 'verified') return { note, size: verdict.checkpoint.size };
    throw new BackupError('backup-refused', `Cannot restore: a checkpoint that was held is refused: ${verdict.code}`);
  });
  const within = sizes.filter((one) => one.size <= size).map(({ note }) => note);
  if (!verifyLog(log.reader, log.vkey, { held: within }).ok) {
    throw new BackupError('backup-refused', 'Cannot restore: a checkpoint that was held is of another log');
  }
  return sizes
    .filter((one) => one.size > size)
    .sort((a, b) => a.size - b.size)
    .map(({ note }) => note);
}

function lostEntries({ log }: Manifest, replaced: ReplacedStore, held: readonly string[]) {
  const notes = [...held, ...(replaced.checkpoint === undefined ? [] : [replaced.checkpoint])];
  const [longest] = notes.map(parseCheckpoint).sort((a, b) => b.size - a.size);
  if (longest === undefined || longest.size <= log.size) return { lost: null, root: '' };
  return { lost: { from: log.size, to: longest.size, kinds: replaced.lost }, root: toBase64(longest.root) };
}

function warningsOf(
  { checkpoint, continues, destroyed }: ReplacedStore,
  { aside, lists }: { readonly aside: string | null; readonly lists: number },
): readonly string[] {
  const isUnknown = destroyed === undefined && lists === 0;
  return [
    ...(isUnknown
      ? ['Nothing says who was erased after the backup: give a later erasures.log, or erase them again by hand']
      : []),
    ...(aside !== null && checkpoint === undefined ? ['The log that was replaced cannot be read'] : []),
    ...(checkpoint !== undefined && !continues ? ['The log that was replaced did not go on from the backup'] : []),
  ];
}
