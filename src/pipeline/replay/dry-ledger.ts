import type { Ledger } from '../ledger.ts';
import type { TurnEntry } from './recorded-inputs.ts';

/** Of a turn that nobody sealed. */
const noReceipt = { index: 0, leaf: '', checkpoint: '', size: 0, hashes: [] };

/** A ledger that writes nothing, and remembers the turn it was to seal. */
export function createDryLedger(): { readonly ledger: Ledger; sealed(): TurnEntry | null } {
  let turn: TurnEntry | null = null;
  return {
    ledger: {
      commit: async (record) => {
        if (record.entry.kind === 'turn') turn = record.entry;
        return record.build({ receipt: noReceipt, waitingAhead: () => 0 }).answer;
      },
      noteSentences: async () => undefined,
    },
    sealed: () => turn,
  };
}
