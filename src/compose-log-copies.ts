import { existsSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { createFolderCopy, openFolderLog } from './adapters/published/folder-log.ts';
import { openHttpLog } from './adapters/published/http-log.ts';
import { createTarCopy, openTarLog } from './adapters/published/tar-log.ts';
import { createLogReader } from './adapters/sqlite/audit-log.ts';
import { createCosignedList } from './adapters/sqlite/cosignature-rows.ts';
import { openDatabaseForReading, type SqliteDatabase } from './adapters/sqlite/open-database.ts';
import { createSegmentList } from './adapters/sqlite/segment-rows.ts';
import { StoreError } from './adapters/sqlite/store-error.ts';
import type { ListedLog, LogCopy, PublishedLog } from './audit/published-log.ts';
import { openSegmentFolder } from './audit/segment-folder.ts';
import { createStoredLog } from './audit/stored-log.ts';
import { openStore } from './compose-store.ts';
import { ConfigError } from './config/config-error.ts';
import { type Environment, readSecret } from './config/read-environment.ts';
import { parseJson } from './conversation/parse-json.ts';
import { commitEntry } from './pipeline/commit-entry.ts';

/** Where the key of an auditor is looked for when `keys.json` was deleted, as it should be. */
const AUDITOR_KEY = 'CONFIDANT_SECRET_AUDITOR_KEY';

const keysSchema = z.object({ auditor: z.string() });

/** A log that stays as it is while it is read. */
export type OpenLog = PublishedLog & Disposable;

/** A copy of a log: a folder, an archive that ends in `.tar`, or what an appliance answers at an address. */
export async function openLogCopy(where: string, environment: Environment): Promise<PublishedLog> {
  if (/^https?:\/\//.test(where)) return openHttpLog({ address: where, key: readAuditorKey(environment.data) });
  return openFiles(where);
}

/** A folder or an archive of files. @throws {ConfigError} `log-missing` */
export async function openFiles(where: string): Promise<ListedLog> {
  const found = await stat(where).catch(() => undefined);
  if (found === undefined) throw new ConfigError('log-missing', `Cannot find a copy of a log at "${where}"`);
  return found.isDirectory() ? openFolderLog(where) : openTarLog(where);
}

/** Makes a copy that must not be there yet: an archive where the name ends in `.tar`, else a folder. */
export function createLogCopy(where: string): Promise<LogCopy> {
  return where.endsWith('.tar') ? createTarCopy(where) : createFolderCopy(where);
}

/**
 * Opens the log of the data folder to export it, and says on the record that it is; where an appliance runs on the folder,
 * that one is asked, and writes itself what is read.
 *
 * @throws {StoreError} @throws {ConfigError} `auditor-key-missing`
 */
export async function openLogToExport(environment: Environment): Promise<OpenLog> {
  const { data, host, port } = environment;
  try {
    await recordExport(environment);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'store-in-use') throw error;
    // An appliance that listens everywhere listens here too.
    const address = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`;
    return { ...openHttpLog({ address, key: readAuditorKey(data) }), [Symbol.dispose]: () => undefined };
  }
  return openLogOfDatabase(join(data, 'confidant.db'), readFileSync(join(data, 'audit.vkey'), 'utf8').trim());
}

async function recordExport({ data, keyVault }: Environment): Promise<void> {
  const store = openStore(data, () => new Date(), keyVault);
  try {
    const at = new Date().toISOString();
    await commitEntry(store, {
      v: 2,
      kind: 'log-read',
      at,
      actor: { role: 'operator', key: 'command' },
      what: 'export',
    });
  } finally {
    store.close();
  }
}

/** The log of a database as it is at this moment; nothing is written, so a copy on another machine does as well. */
export function openLogOfDatabase(file: string, vkey: string): OpenLog {
  const database = openDatabaseForReading(file);
  database.exec('BEGIN');
  return { ...logOf(database, dirname(file), vkey), [Symbol.dispose]: () => void database.close() };
}

/** The log of a database in which a transaction is open. @throws {StoreError} `store-damaged` without a checkpoint */
export function logOf(database: SqliteDatabase, data: string, vkey: string): PublishedLog {
  const latest = database
    .prepare<[], { readonly size: number; readonly note: string }>(
      'SELECT size, note FROM log_checkpoints ORDER BY size DESC LIMIT 1',
    )
    .get();
  if (latest === undefined)
    throw new StoreError('store-damaged', 'The log has no checkpoint yet: start the appliance once');
  return createStoredLog({
    reader: createLogReader(database),
    vkey,
    files: openSegmentFolder(join(data, 'segments')),
    size: () => latest.size,
    checkpoint: () => latest.note,
    segments: createSegmentList(database),
    cosigned: createCosignedList(database),
    grows: false,
  });
}

/** @throws {ConfigError} `auditor-key-missing` */
export function readAuditorKey(data: string): string {
  const secret = readSecret(AUDITOR_KEY);
  if (secret !== undefined) return secret;
  const file = join(data, 'keys.json');
  const keys = existsSync(file) ? keysSchema.safeParse(parseJson(readFileSync(file, 'utf8'))).data : undefined;
  if (keys !== undefined) return keys.auditor;
  throw new ConfigError(
    'auditor-key-missing',
    `An appliance shows its log to auditors: set ${AUDITOR_KEY} to their key`,
  );
}
