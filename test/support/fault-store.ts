import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LogVerification, verifyLog } from '../../src/audit/verify-log.ts';
import { openStore, type Store } from '../../src/compose-store.ts';

/** A moment every builder of these tests counts from. */
export const STORE_BEGINS = Date.UTC(2026, 10, 21, 9, 0, 0);

export interface GivenStore {
  readonly store: Store;
  readonly data: string;
  /** Leaves no room for another page of the database; answers the way to give it back. */
  fill(): () => void;
  verify(): LogVerification;
  /** Transactions that changed the log so far: each signs one checkpoint. */
  commits(): number;
  count(table: string): number;
  close(): void;
}

const MOST_PAGES = 1_073_741_823;

/** The real store on a folder of its own, which `close` removes. */
export function givenStore(now: () => Date = () => new Date(STORE_BEGINS)): GivenStore {
  const data = mkdtempSync(join(tmpdir(), 'store-'));
  const store = openStore(data, now);
  const { database, log } = store;
  const count = (table: string): number => Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  return {
    store,
    data,
    fill: function fillStore() {
      const pages = Number(database.pragma('page_count', { simple: true }));
      database.pragma(`max_page_count = ${pages}`);
      return function giveBack() {
        database.pragma(`max_page_count = ${MOST_PAGES}`);
      };
    },
    verify: () => verifyLog(log.reader, log.vkey),
    commits: () => count('log_checkpoints'),
    count,
    close: function closeStore() {
      store.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
