import { parseJson } from '../../conversation/parse-json.ts';
import type { SqliteDatabase } from './open-database.ts';

/** Texts of every policy that was ever in force, by hash: an old decision can be read beside the policy it was made under. */
export interface PolicyHistory {
  /** Keeps a snapshot; answers the hash of the one in force before, null when there was none. */
  keep(snapshot: { readonly hash: string; readonly texts: Readonly<Record<string, string>> }): string | null;
  /** Texts of the snapshot kept last. */
  latest(): Readonly<Record<string, string>> | null;
  /** Texts of the snapshot whose hash begins so (`sha256:` and six hexadecimal digits or more); null unless there is just one. */
  find(hash: string): Readonly<Record<string, string>> | null;
}

export function openPolicyHistory(database: SqliteDatabase, now: () => Date): PolicyHistory {
  const latest = database.prepare<[], { hash: string; texts: string }>(
    'SELECT hash, texts FROM policy_snapshots ORDER BY rowid DESC LIMIT 1',
  );
  const byHash = database.prepare<[string, string], { texts: string }>(
    'SELECT texts FROM policy_snapshots WHERE hash >= ? AND hash < ? LIMIT 2',
  );
  // Replacing gives a new row number: the order of rows is the order of policies, whatever the clock said.
  const insert = database.prepare('INSERT OR REPLACE INTO policy_snapshots (hash, at, texts) VALUES (?, ?, ?)');
  return {
    keep: function keepSnapshot({ hash, texts }) {
      const before = latest.get()?.hash ?? null;
      insert.run(hash, now().toISOString(), JSON.stringify(texts));
      return before;
    },
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
