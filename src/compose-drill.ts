import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { z } from 'zod';
import { createLogReader } from './adapters/sqlite/audit-log.ts';
import { countRows, findBoxKeys } from './adapters/sqlite/check-copy.ts';
import { openDatabaseForReading, type SqliteDatabase } from './adapters/sqlite/open-database.ts';
import { openSubjectStore } from './adapters/sqlite/open-subject-store.ts';
import { verifyLog } from './audit/verify-log.ts';
import { BackupError } from './backup/backup-error.ts';
import { type BackupFolders, toFolders } from './backup/backup-folders.ts';
import type { DrillReport } from './backup/drill.ts';
import { drillFolderOf } from './backup/finish-restore.ts';
import { noteAct } from './backup/noted-acts.ts';
import { type ApplianceOptions, openAppliance } from './compose.ts';
import { createBackup } from './compose-backup.ts';
import { readManifest } from './compose-backup-verify.ts';
import { findKeysBeside } from './compose-keys.ts';
import { logSizeOf } from './compose-note-command.ts';
import { type RestoreReport, restoreBackup } from './compose-restore.ts';
import { ERASURES } from './compose-subjects.ts';
import type { KeyVaultSetting } from './config/read-environment.ts';
import { replaceFile } from './files/replace-file.ts';
import { PrivacyError } from './privacy/privacy-error.ts';

export interface DrillOrder extends Pick<ApplianceOptions, 'environment' | 'config' | 'engines' | 'log'> {
  /** A backup that is there; without it one is made, and goes with the rest. */
  readonly from?: BackupFolders | undefined;
  readonly now: () => Date;
  readonly onProgress?: (what: string) => void;
}

const PATIENT_MS = 120_000;
const readinessSchema = z.object({ state: z.string() });

/** Entries restoring writes by itself: these tables grow with each. */
const grown = ['log_entries', 'log_nodes', 'log_checkpoints', 'log_texts', 'answers', 'erasures'];

/**
 * Makes a backup beside the appliance, brings it back into a folder of its own, starts an appliance on it, and compares.
 * Nothing stays but the report, in `drills/` of the data folder, and an entry of the log.
 *
 * @throws as making a backup and bringing it back; what differs is in the report
 */
export async function drillRestore(
  order: DrillOrder,
): Promise<{ readonly report: DrillReport; readonly file: string }> {
  const { environment, now, onProgress } = order;
  const folder = drillFolderOf(environment.data);
  rmSync(folder, { recursive: true, force: true });
  try {
    const acknowledged = acknowledgedEntries(environment.data);
    mkdirSync(folder, { mode: 0o700 });
    const from = order.from ?? toFolders(join(folder, 'backup'));
    const making = { data: environment.data, withSecrets: false, now, ...(onProgress ? { onProgress } : {}) };
    if (order.from === undefined) await createBackup({ ...from, ...making });
    const report = await restoreAndCompare(order, { from, to: join(folder, 'data'), acknowledged });
    const file = join(environment.data, 'drills', `${report.at.slice(0, 19).replaceAll(':', '-')}.json`);
    replaceFile(file, `${JSON.stringify(report, null, 2)}\n`);
    const act = report.ok ? 'drill-passed' : 'drill-failed';
    noteAct(environment.data, { act, target: report.id, at: report.at, after: acknowledged });
    return { report, file };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Drill {
  readonly from: BackupFolders;
  readonly to: string;
  readonly acknowledged: number;
}

async function restoreAndCompare(order: DrillOrder, { from, to, acknowledged }: Drill): Promise<DrillReport> {
  const { environment, now, onProgress } = order;
  const { data, policies, keyVault } = environment;
  const list = join(data, ERASURES);
  const begun = performance.now();
  const erasures = existsSync(list) ? [list] : [];
  const restoring = { ...from, data: to, policies, keyVault, secrets: data, erasures, held: [], replace: false, now };
  const restored = await restoreBackup({ ...restoring, ...(onProgress ? { onProgress } : {}) });
  const restoreMs = performance.now() - begun;
  const { manifest } = readManifest(from.store);
  const compared = compareStores(order, { from, to, restored });
  onProgress?.('starting an appliance on it');
  const starting = performance.now();
  const started = await startOn(order, to);
  const startMs = performance.now() - starting;
  const lost = Math.max(0, acknowledged - manifest.log.size);
  const isSame = Object.keys(compared.differences).length === 0 || restored.erased > 0;
  const { subjects, opened } = compared.texts;
  const isFresh = order.from !== undefined || lost === 0;
  return {
    format: 'confidant.drill/v1',
    id: `d_${ulid(now().getTime())}`,
    at: now().toISOString(),
    ok: compared.log.ok && isSame && isFresh && opened === subjects && started.state !== 'not-ready',
    backup: { id: manifest.id, createdAt: manifest.createdAt },
    rpo: { acknowledged, restored: manifest.log.size, lost },
    rto: { ms: Math.round(restoreMs + startMs), restoreMs: Math.round(restoreMs), startMs: Math.round(startMs) },
    ...compared,
    erasedAgain: restored.erased,
    ...started,
  };
}

type Comparison = Pick<DrillReport, 'log' | 'texts' | 'differences'>;

/** Holds the restored store against the backup, before an appliance goes on with it. */
function compareStores(
  { environment }: DrillOrder,
  { from, to, restored }: Pick<Drill, 'from' | 'to'> & { readonly restored: RestoreReport },
): Comparison {
  const [before, after] = [from.store, to].map((folder) => openDatabaseForReading(join(folder, 'confidant.db')));
  if (before === undefined || after === undefined) throw new BackupError('data-missing', 'Cannot compare two stores');
  try {
    const texts = openTexts(after, to, environment.keyVault);
    return { log: compareLogs(from, after, restored), texts, differences: compareCounts(before, after) };
  } finally {
    before.close();
    after.close();
  }
}

/** The restored log has to be whole, and to begin with the very tree the backup vouched for. */
function compareLogs(from: BackupFolders, after: SqliteDatabase, { entries }: RestoreReport): DrillReport['log'] {
  const { manifest } = readManifest(from.store);
  const reader = createLogReader(after);
  const held = entries > 0 ? [manifest.log.checkpoint] : [];
  const report = after.transaction(() => verifyLog(reader, vkeyOf(from), { held }))();
  return { ok: report.ok && report.entries > entries, entries: report.entries, root: report.root };
}

function vkeyOf({ store }: BackupFolders): string {
  return readFileSync(join(store, 'audit.vkey'), 'utf8').trim();
}

/** Opens every text of the restored store. */
function openTexts(
  database: SqliteDatabase,
  folder: string,
  keyVault: KeyVaultSetting | undefined,
): DrillReport['texts'] {
  const { held } = findBoxKeys(database, join(folder, 'keys.db'));
  const keys = findKeysBeside(join(folder, 'confidant.db'), keyVault);
  if (keys === undefined) return { subjects: held.length, opened: 0 };
  try {
    const reader = openSubjectStore(database, keys);
    return { subjects: held.length, opened: held.filter((subject) => canOpen(() => reader.rowsOf(subject))).length };
  } finally {
    keys.close();
  }
}

function canOpen(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof PrivacyError) return false;
    throw error;
  }
}

function compareCounts(before: SqliteDatabase, after: SqliteDatabase): DrillReport['differences'] {
  const [backup, restored] = [countRows(before), countRows(after)];
  const tables = Object.keys(backup).filter((table) => !grown.includes(table) && backup[table] !== restored[table]);
  return Object.fromEntries(
    tables.map((table) => [table, { backup: backup[table] ?? 0, restored: restored[table] ?? 0 }]),
  );
}

type Start = Pick<DrillReport, 'state' | 'fault'>;

/** Starts a whole appliance without its text model, which would need its memory twice, and asks whether it is ready. */
async function startOn({ environment, config, engines, log }: DrillOrder, data: string): Promise<Start> {
  try {
    const appliance = await openAppliance({
      environment: { ...environment, data, port: 0, offline: true },
      config: {
        ...config,
        text: { ...config.text, model: 'none' },
        // The appliance it runs beside goes first: nobody waits for this one.
        embed: { ...config.embed, deadlineMs: PATIENT_MS },
        log: { level: 'silent' },
      },
      pages: null,
      ...(engines ? { engines } : {}),
      ...(log ? { log } : {}),
    });
    try {
      const answer = await appliance.app.request('/readyz');
      return { state: answer.ok ? readinessSchema.parse(await answer.json()).state : 'not-ready', fault: null };
    } finally {
      await appliance.close();
    }
  } catch (error) {
    return { state: 'not-ready', fault: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' };
  }
}

/** Entries of the log that are on the disk: whatever they acknowledge has to come back. */

function acknowledgedEntries(data: string): number {
  if (!existsSync(join(data, 'confidant.db'))) {
    throw new BackupError('data-missing', `Cannot find a store in "${data}": set CONFIDANT_DATA to its data folder`);
  }
  return logSizeOf(data);
}
