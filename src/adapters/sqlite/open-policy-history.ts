import { parseJson } from '../../conversation/parse-json.ts';
import type { KeptPolicy } from '../../pipeline/ledger.ts';
import type { SqliteDatabase } from './open-database.ts';

/** Texts of every policy that was ever in force, by hash: an old decision can be read beside the policy it was made under. */
export interface PolicyHistory {
  /** Hash of the snapshot kept last, null when there is none: what the last entry `policy-changed` names. */
  latestHash(): string | null;
  /** Texts of the snapshot kept last. */
  latest(): Readonly<Record<string, string>> | null;
  /** Texts of the snapshot whose hash begins so (`sha256:` and six hexadecimal digits or more); null unless there is just one. */
  find(hash: string): Readonly<Record<string, string>> | null;
}

/** Keeps a snapshot inside the transaction of its entry: history and log never differ, wherever a stop falls. */
export function createPolicyWriter(database: SqliteDatabase): (policy: KeptPolicy) => void {
  // Replacing gives a new row number: the order of rows is the order of policies, whatever the clock said.
  const insert = database.prepare('INSERT OR REPLACE INTO policy_snapshots (hash, at, texts) VALUES (?, ?, ?)');
  return ({ hash, at, texts }) => void insert.run(hash, at, JSON.stringify(texts));
}

export function openPolicyHistory(database: SqliteDatabase): PolicyHistory {
  const latest = database.prepare<[], { hash: string; texts: string }>(
    'SELECT hash, texts FROM policy_snapshots ORDER BY rowid DESC LIMIT 1',
  );
  const byHash = database.prepare<[string, string], { texts: string }>(
    'SELECT texts FROM policy_snapshots WHERE hash >= ? AND hash < ? LIMIT 2',
  );
  return {
    latestHash: () => latest.get()?.hash ?? null,
    find: (hash) => {
      if (!/^sha256:[0-9a-f]{6,64}$/u.test(hash)) return null;
      // Every digit sorts before "g".
      const [row, ...others] = byHash.all(hash, `${hash}g`);
      return row && others.length === 0 ? (parseJson(row.texts) as Record<string, string>) : null;
    },
    latest: () => {
      const row = latest.get();
      return row ? (parseJson(row.texts) as Record<string, string>) : null;
    },
  };
}
