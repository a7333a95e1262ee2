import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createLogReader } from './adapters/sqlite/audit-log.ts';
import { findBoxKeys, findDamage, findLatestCheckpoint } from './adapters/sqlite/check-copy.ts';
import { openKeysForReading } from './adapters/sqlite/key-database.ts';
import {
  latestSchema,
  openDatabaseForReading,
  type SqliteDatabase,
  schemaNumber,
} from './adapters/sqlite/open-database.ts';
import { openSubjectStore } from './adapters/sqlite/open-subject-store.ts';
import { StoreError } from './adapters/sqlite/store-error.ts';
import { createNoteVerifier } from './audit/note-verifier.ts';
import { verifyLog } from './audit/verify-log.ts';
import { BackupError } from './backup/backup-error.ts';
import type { BackupFolders } from './backup/backup-folders.ts';
import {
  MANIFEST,
  MANIFEST_NOTE,
  type Manifest,
  type ManifestFile,
  parseManifest,
  verifyManifest,
} from './backup/manifest.ts';
import type { BackupFinding, BackupFindingCode, BackupVerification } from './backup/verification.ts';
import type { KeyVaultSetting } from './config/read-environment.ts';
import { digestFile } from './files/copy-file.ts';
import { createKeyVault } from './privacy/create-key-vault.ts';
import { PrivacyError } from './privacy/privacy-error.ts';

export interface VerifyOrder extends BackupFolders {
  /** Verifier key somebody kept; without it the data folder's, and else the one the backup brings along. */
  readonly vkey?: string | undefined;
  /** Where `audit.vkey` is looked for first, and `master.key` last. */
  readonly data?: string | undefined;
  /** Where `master.key` is looked for, where it is not with the keys. */
  readonly secrets?: string | undefined;
  readonly keyVault?: KeyVaultSetting | undefined;
  /** Subjects whose texts are opened: all, or a sample. */
  readonly all?: boolean;
  readonly onProgress?: (what: string) => void;
}

/** Subjects opened where not all are asked for. */
const SAMPLED = 50;

type AddFinding = (code: BackupFindingCode, detail: string) => void;

/**
 * Checks a backup without changing it, on any machine: signature, hashes, SQLite's own check, the whole log against the
 * checkpoint of the manifest, and that every text has its key. Texts are opened where the secret of the vault is at hand.
 *
 * @throws {BackupError} `manifest-missing`, `manifest-invalid`; everything else that is wrong is a finding
 */
export function verifyBackup(order: VerifyOrder): BackupVerification {
  const begun = performance.now();
  const { manifest, text, note } = readManifest(order.store);
  const findings: BackupFinding[] = [];
  const add: AddFinding = (code, detail) => void findings.push({ code, detail });
  const { vkey, trusted } = findVkey(order);
  const verdict = verifyManifest(text, note, vkey);
  if (verdict.kind === 'refused') add('signature-refused', `${MANIFEST_NOTE}: ${verdict.code}`);
  order.onProgress?.('reading every file');
  const keysManifest = findKeysManifest(order, { manifest, vkey, add });
  const isStoreWhole = checkFiles(order.store, manifest.files, add);
  const areKeysWhole = keysManifest !== undefined && checkFiles(order.keys, keysManifest.keys, add);
  const whole = isStoreWhole && areKeysWhole;
  const keys = whole ? checkStores(order, { manifest, keysManifest, vkey, add }) : unread;
  return {
    ok: findings.length === 0,
    id: manifest.id,
    createdAt: manifest.createdAt,
    entries: manifest.log.size,
    signedBy: { name: createNoteVerifier(vkey).name, trusted },
    bytes: [...manifest.files, ...(keysManifest?.keys ?? [])].reduce((sum, file) => sum + file.bytes, 0),
    keys,
    findings,
    ms: Math.round(performance.now() - begun),
  };
}

const unread: BackupVerification['keys'] = { subjects: 0, opened: 0, why: 'not-whole' };

/** @throws {BackupError} `manifest-missing`, `manifest-invalid` */
export function readManifest(folder: string) {
  const [text, note] = [MANIFEST, MANIFEST_NOTE].map((name) => {
    const file = join(folder, name);
    if (existsSync(file)) return readFileSync(file, 'utf8');
    throw new BackupError('manifest-missing', `Cannot read a backup in "${folder}": it has no ${name}`);
  });
  return { manifest: parseManifest(text ?? ''), text: text ?? '', note: note ?? '' };
}

function findVkey({ store, vkey, data }: VerifyOrder) {
  const own = data === undefined ? undefined : join(data, 'audit.vkey');
  if (vkey !== undefined) return { vkey: readLine(vkey), trusted: 'given' } as const;
  if (own !== undefined && existsSync(own)) return { vkey: readLine(own), trusted: 'data-folder' } as const;
  const brought = join(store, 'audit.vkey');
  if (existsSync(brought)) return { vkey: readLine(brought), trusted: 'backup-itself' } as const;
  throw new BackupError('manifest-invalid', `Cannot check "${store}": it has no audit.vkey; give one with --vkey`);
}

function readLine(file: string): string {
  return readFileSync(file, 'utf8').trim();
}

/** The keys may be of a later backup: they have every key the earlier ones had, but for those destroyed meanwhile. */
function findKeysManifest(order: VerifyOrder, { manifest, vkey, add }: LogCheck): Manifest | undefined {
  try {
    const { manifest: other, text, note } = readManifest(order.keys);
    if (other.id === manifest.id) return other;
    const verdict = verifyManifest(text, note, vkey);
    if (verdict.kind === 'refused') add('signature-refused', `${MANIFEST_NOTE} of the keys: ${verdict.code}`);
    if (other.log.size < manifest.log.size) add('keys-older', `${other.createdAt}, not ${manifest.createdAt}`);
    return other;
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    add('file-missing', `${MANIFEST} of the keys`);
    return undefined;
  }
}

function checkFiles(folder: string, files: readonly ManifestFile[], add: AddFinding): boolean {
  const wrong = files.filter(({ path, bytes, sha256 }) => {
    const file = join(folder, path);
    const isThere = existsSync(file);
    const isSame = isThere && statSync(file).size === bytes && digestFile(file).sha256 === sha256;
    if (!isSame) add(isThere ? 'file-changed' : 'file-missing', path);
    return !isSame;
  });
  return wrong.length === 0;
}

interface LogCheck {
  readonly manifest: Manifest;
  readonly vkey: string;
  readonly add: AddFinding;
}

interface StoreCheck extends LogCheck {
  readonly keysManifest: Manifest;
}

function checkStores(order: VerifyOrder, check: StoreCheck): BackupVerification['keys'] {
  const { manifest, keysManifest, add } = check;
  let database: SqliteDatabase | undefined;
  try {
    database = openDatabaseForReading(join(order.store, 'confidant.db'));
    order.onProgress?.('checking the databases');
    checkDatabase(database, manifest.schemas.store, add);
    const keyFile = join(order.keys, 'keys.db');
    const keyDatabase = openDatabaseForReading(keyFile);
    try {
      checkDatabase(keyDatabase, keysManifest.schemas.keys, add);
    } finally {
      keyDatabase.close();
    }
    order.onProgress?.('verifying the log');
    checkLog(database, check);
    order.onProgress?.('opening texts');
    return checkKeys(order, database, check);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    add('store-unreadable', 'code' in error ? String(error.code) : error.name);
    return unread;
  } finally {
    database?.close();
  }
}

function checkDatabase(database: SqliteDatabase, schema: number, add: AddFinding): void {
  for (const line of findDamage(database)) add('store-damaged', line);
  if (schemaNumber(database) !== schema) add('schema-other', `${schemaNumber(database)}, not ${schema}`);
}

function checkLog(database: SqliteDatabase, { manifest, vkey, add }: LogCheck): void {
  const report = verifyLog(createLogReader(database), vkey);
  for (const { code, index } of report.findings) add('log-changed', `${code} at ${index ?? '-'}`);
  const latest = findLatestCheckpoint(database);
  const isSame = latest === undefined ? manifest.log.size === 0 : latest === manifest.log.checkpoint;
  if (!isSame || report.entries !== manifest.log.size) {
    add('checkpoint-other', `${report.entries} entries, not the ${manifest.log.size} of the manifest's checkpoint`);
  }
}

function checkKeys(order: VerifyOrder, database: SqliteDatabase, { add }: LogCheck): BackupVerification['keys'] {
  const file = join(order.keys, 'keys.db');
  const { held, orphaned } = findBoxKeys(database, file);
  for (const [field, count] of Object.entries(orphaned)) add('key-missing', `${field}: ${count} subjects`);
  // Rows of an earlier release are read once they are brought up to date: a restore does that.
  if (schemaNumber(database) !== latestSchema()) return { subjects: held.length, opened: 0, why: 'schema-older' };
  const subjects = order.all === true ? held : sampleOf(held);
  try {
    const keys = openKeysForReading(file, createKeyVault(findVault(order)));
    try {
      const reader = openSubjectStore(database, keys);
      for (const subject of subjects) reader.rowsOf(subject);
    } finally {
      keys.close();
    }
    return { subjects: held.length, opened: subjects.length, why: null };
  } catch (error) {
    if (error instanceof PrivacyError && error.code === 'box-damaged') add('box-damaged', 'a text does not open');
    else if (error instanceof StoreError && error.code === 'key-damaged') add('box-damaged', 'a key does not open');
    else if (!(error instanceof StoreError || error instanceof PrivacyError)) throw error;
    return { subjects: held.length, opened: 0, why: error.code };
  }
}

/** Spread over all, so that a damaged region is not passed by. */
function sampleOf(subjects: readonly string[]): readonly string[] {
  const step = Math.max(1, Math.floor(subjects.length / SAMPLED));
  return subjects.filter((_subject, index) => index % step === 0);
}

/** The secret that came with the keys, else the one of the data folder. */
function findVault({ keys, secrets, data, keyVault }: VerifyOrder) {
  if (keyVault !== undefined && keyVault.kind !== 'file') return keyVault;
  const [file] = [keys, secrets, data].flatMap((folder) =>
    folder !== undefined && existsSync(join(folder, 'master.key')) ? [join(folder, 'master.key')] : [],
  );
  if (file === undefined) throw new StoreError('master-key-missing', 'Cannot open texts: master.key is not at hand');
  return { kind: 'file', file } as const;
}
