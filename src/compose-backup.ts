import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ulid } from 'ulid';
import { findLatestCheckpoint } from './adapters/sqlite/check-copy.ts';
import { copyDatabase } from './adapters/sqlite/copy-database.ts';
import { lockFile } from './adapters/sqlite/data-lock.ts';
import { openDatabaseForReading, schemaNumber } from './adapters/sqlite/open-database.ts';
import { createCheckpointSigner, toLogName } from './audit/checkpoint.ts';
import { parseCheckpoint } from './audit/checkpoint-verifier.ts';
import { emptyRoot } from './audit/merkle-tree.ts';
import { createNoteSigner } from './audit/signed-note.ts';
import { BackupError } from './backup/backup-error.ts';
import { type BackupFolders, dropDrafts, keepDrafts, openDrafts, refuseWithoutRoom } from './backup/backup-folders.ts';
import { type Manifest, type ManifestFile, toManifest, toManifestFiles } from './backup/manifest.ts';
import { noteAct } from './backup/noted-acts.ts';
import { readLogKey } from './compose-store.ts';
import { productVersion } from './config/product-version.ts';
import { copyFile, digestFile } from './files/copy-file.ts';
import { writeNewFile } from './files/write-new-file.ts';

export interface BackupOrder extends BackupFolders {
  readonly data: string;
  /** `audit.key` and the secret of the vault `file` come with the keys. */
  readonly withSecrets: boolean;
  readonly now: () => Date;
  readonly onProgress?: (what: string) => void;
}

/** What comes with the store where it is there; caches do not, they are made again. */
const extras = ['audit.vkey', 'qualifications.json', 'erasures.log'];
/** Sealed pieces of the log; they never change once they are there. */
const SEGMENTS = 'segments';
const secrets = ['audit.key', 'master.key', 'master.key.next'];

/**
 * Copies a data folder beside the appliance that runs on it. Killed at any moment it leaves a whole backup or none.
 *
 * The store is copied first and the keys after it: a key is on the disk before the first row that needs it, so that the
 * keys hold one for every row, or the mark that it was destroyed meanwhile.
 *
 * @throws {BackupError} `data-missing`, `folder-not-empty`, `no-space` @throws {StoreError} `store-in-use` while another
 * backup or a change of the master key goes on, and what the files themselves are refused for
 */
export async function createBackup(order: BackupOrder): Promise<Manifest> {
  const { data, now } = order;
  if (!existsSync(join(data, 'confidant.db'))) {
    throw new BackupError('data-missing', `Cannot find a store in "${data}": set CONFIDANT_DATA to its data folder`);
  }
  const locks = [
    lockFile(join(data, 'backup.lock'), 'another backup of it is being made; let it finish'),
    lockFile(join(data, 'rotation.lock'), 'its master key is being changed; let that finish'),
  ];
  try {
    const bytes = bytesOf(data);
    for (const folder of [order.store, order.keys]) refuseWithoutRoom(dirname(folder), bytes);
    const drafts = openDrafts(order, basename(toLogName(readLogKey(data))));
    try {
      const manifest = await fillDrafts(order, drafts);
      keepDrafts(drafts, order);
      noteAct(data, { act: 'backup-created', target: manifest.id, at: now().toISOString(), after: manifest.log.size });
      return manifest;
    } catch (error) {
      dropDrafts(drafts);
      throw error;
    }
  } finally {
    for (const lock of locks.reverse()) lock.release();
  }
}

async function fillDrafts(order: BackupOrder, drafts: BackupFolders): Promise<Manifest> {
  const { data, now, onProgress } = order;
  // What is sealed before the store is copied stands in the copy's log.
  const sealed = copySegments(data, drafts.store);
  const store = await copyStore('confidant.db', data, drafts.store, onProgress);
  const keys = await copyStore('keys.db', data, drafts.keys, onProgress);
  const signingKey = readLogKey(data);
  const origin = toLogName(signingKey);
  const empty = createCheckpointSigner({ name: origin, privateKey: signingKey }).sign(0, emptyRoot);
  const manifest = toManifest({
    id: `b_${ulid(now().getTime())}`,
    createdAt: now().toISOString(),
    versions: { appliance: productVersion, node: process.version, sqlite: store.sqlite },
    schemas: { store: store.schema, keys: keys.schema },
    log: toLogState(origin, store.checkpoint ?? empty),
    files: [store.file, ...copyThere(extras, data, drafts.store), ...sealed],
    keys: [keys.file, ...(order.withSecrets ? copyThere(secrets, data, drafts.keys) : [])],
  });
  const signer = createNoteSigner(origin, signingKey);
  for (const [name, text] of Object.entries(toManifestFiles(manifest, signer))) {
    // Each folder says by itself what it is and whose.
    for (const draft of [drafts.store, drafts.keys]) writeNewFile(join(draft, name), text);
  }
  return manifest;
}

interface CopiedStore {
  readonly file: ManifestFile;
  readonly schema: number;
  readonly sqlite: string;
  /** The latest of the log, where the file holds one. */
  readonly checkpoint: string | undefined;
}

async function copyStore(
  name: string,
  data: string,
  draft: string,
  onProgress: BackupOrder['onProgress'],
): Promise<CopiedStore> {
  const file = join(draft, name);
  await copyDatabase(join(data, name), file, (share) => onProgress?.(`copying ${name}: ${Math.round(share * 100)} %`));
  const database = openDatabaseForReading(file);
  try {
    return {
      file: { path: name, ...digestFile(file) },
      schema: schemaNumber(database),
      sqlite: String(database.prepare('SELECT sqlite_version()').pluck().get()),
      checkpoint: name === 'confidant.db' ? findLatestCheckpoint(database) : undefined,
    };
  } finally {
    database.close();
  }
}

function toLogState(origin: string, checkpoint: string): Manifest['log'] {
  return { origin, size: parseCheckpoint(checkpoint).size, checkpoint };
}

function copyThere(names: readonly string[], data: string, draft: string): readonly ManifestFile[] {
  const there = names.filter((name) => existsSync(join(data, name)));
  return there.map((name) => ({ path: name, ...copyFile(join(data, name), join(draft, name)) }));
}

function copySegments(data: string, draft: string): readonly ManifestFile[] {
  const names = existsSync(join(data, SEGMENTS)) ? readdirSync(join(data, SEGMENTS)) : [];
  const sealed = names.filter((name) => name.endsWith('.segment')).map((name) => `${SEGMENTS}/${name}`);
  if (sealed.length > 0) mkdirSync(join(draft, SEGMENTS), { mode: 0o700 });
  return copyThere(sealed, data, draft);
}

/** What a copy takes at most. */
function bytesOf(data: string): number {
  const files = readdirSync(data, { withFileTypes: true }).filter((entry) => entry.isFile());
  const segments = existsSync(join(data, SEGMENTS)) ? bytesOf(join(data, SEGMENTS)) : 0;
  return files.reduce((sum, { name }) => sum + statSync(join(data, name)).size, segments);
}
