import { join } from 'node:path';
import { ulid } from 'ulid';
import { findLatestCheckpoint } from './adapters/sqlite/check-copy.ts';
import { openDatabaseForReading } from './adapters/sqlite/open-database.ts';
import { parseCheckpoint } from './audit/checkpoint-verifier.ts';
import { type NotedAct, noteAct } from './backup/noted-acts.ts';

/** Acts of commands that make no file of their own. */
type CommandAct = Extract<NotedAct['act'], 'log-read' | 'keys-rotated' | 'model-examined'>;

/**
 * Notes what a command did, or is about to show, on the machine of the appliance: it comes on the record within a minute,
 * or at the next start.
 *
 * @param about what was read or changed, by its ids alone
 * @throws {StoreError} `store-missing`
 */
export function noteCommand(data: string, act: CommandAct, about: string): void {
  const named = about.replaceAll(/[^\w.@: -]/gu, '_').slice(0, 200);
  noteAct(data, { act, target: `c_${ulid()} ${named}`, at: new Date().toISOString(), after: logSizeOf(data) });
}

/** Entries the log of a data folder has now. @throws {StoreError} `store-missing` */
export function logSizeOf(data: string): number {
  const database = openDatabaseForReading(join(data, 'confidant.db'));
  try {
    const latest = findLatestCheckpoint(database);
    return latest === undefined ? 0 : parseCheckpoint(latest).size;
  } finally {
    database.close();
  }
}
