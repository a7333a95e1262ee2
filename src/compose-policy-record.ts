import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabaseForReading } from './adapters/sqlite/open-database.ts';
import { openPolicyHistory } from './adapters/sqlite/open-policy-history.ts';
import { createRecordedTurns } from './adapters/sqlite/read-recorded-turns.ts';
import { findKeysBeside } from './compose-keys.ts';
import { readPolicyFolder, readPolicyTexts } from './compose-policy.ts';
import type { KeyVaultSetting } from './config/read-environment.ts';
import { parseRecordedTurn, type RecordedTurn } from './pipeline/replay/recorded-turn.ts';
import type { PolicySet } from './policy/parse-policy-set.ts';
import { PolicyError } from './policy/policy-error.ts';

/** What an appliance recorded, to hold a policy against; opened to read alone, beside the running appliance too. */
export interface PolicyRecord extends Disposable {
  /** The latest turns, oldest first; those of another version of the appliance are left out. */
  latestTurns(limit: number): readonly RecordedTurn[];
  findTurn(conversation: string, turn: number): RecordedTurn | undefined;
  /** The policy in force last. @throws {PolicyError} */
  inForce(): PolicySet;
  /** A policy that was in force, by the beginning of its hash. @throws {PolicyError} */
  byHash(hash: string): PolicySet;
}

/** @param folder what places in old policies are called by @throws {PolicyError} `policy-missing` without a database */
export function openPolicyRecord(database: string, folder: string, keyVault?: KeyVaultSetting): PolicyRecord {
  if (!existsSync(database)) {
    const what = `nothing is recorded in "${database}": start the appliance once, or name another with --database`;
    throw new PolicyError('policy-missing', [what]);
  }
  const keys = findKeysBeside(database, keyVault);
  if (keys === undefined) {
    throw new PolicyError('policy-missing', [
      `what "${database}" recorded cannot be read without the keys.db beside it`,
    ]);
  }
  const opened = openDatabaseForReading(database);
  const history = openPolicyHistory(opened);
  const turns = createRecordedTurns(opened, keys);
  const read = (texts: Readonly<Record<string, string>> | null, what: string): PolicySet => {
    if (texts === null) throw new PolicyError('policy-missing', [what]);
    return readPolicyTexts(texts, folder);
  };
  return {
    latestTurns: (limit) => turns.latest(limit).flatMap((row) => parseRecordedTurn(row) ?? []),
    findTurn: (conversation, turn) => {
      const row = turns.find(conversation, turn);
      return row && parseRecordedTurn(row);
    },
    inForce: () => read(history.latest(), 'no policy was in force yet: start the appliance once'),
    byHash: (hash) =>
      read(history.find(hash), `no single policy that was in force has a hash that begins with "${hash}"`),
    [Symbol.dispose]: () => {
      opened.close();
      keys.close();
    },
  };
}

/** A policy as the command line names it: a folder, a hash that was in force, or nothing for the one in force. */
export function findPolicy(named: string | undefined, record: PolicyRecord): PolicySet {
  if (named === undefined) return record.inForce();
  if (/^(?:sha256:)?[0-9a-f]{6,64}$/u.test(named) && !existsSync(named)) {
    return record.byHash(named.startsWith('sha256:') ? named : `sha256:${named}`);
  }
  if (!existsSync(join(named, 'escalation.yaml'))) {
    throw new PolicyError('policy-missing', [`"${named}" is no folder of policies and no hash of one`]);
  }
  return readPolicyFolder(named);
}
