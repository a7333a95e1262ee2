import { ApplianceError } from './appliance-error.ts';
import type { Ledger } from './ledger.ts';

/** A ledger, and what its last commit says of the store. */
export interface WatchedLedger {
  readonly ledger: Ledger;
  /** True from a commit the store failed until one that it took. Where nobody commits, the last word stands. */
  isStoreFailing(): boolean;
}

export function watchCommits(ledger: Ledger): WatchedLedger {
  let isFailing = false;
  const watched = async <T>(commit: Promise<T>): Promise<T> => {
    try {
      const answer = await commit;
      isFailing = false;
      return answer;
    } catch (error) {
      // A record that is refused says nothing of the disk.
      if (isOfTheStore(error)) isFailing = true;
      throw error;
    }
  };
  return {
    ledger: {
      commit: (record) => watched(ledger.commit(record)),
      noteSentences: (open) => watched(ledger.noteSentences(open)),
    },
    isStoreFailing: () => isFailing,
  };
}

function isOfTheStore(error: unknown): boolean {
  return error instanceof ApplianceError && (error.code === 'store-failed' || error.code === 'store-full');
}
