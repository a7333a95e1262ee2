import { givenStore } from '../support/fault-store.ts';
import { ledgerContract } from './ledger-contract.ts';

ledgerContract('sqlite', () => {
  const { store, fill, verify, commits, count, close } = givenStore();
  const { ledger, records, log } = store;
  const sealed = (index: number) => {
    const logged = log.entry(index);
    if (logged === undefined) throw new Error(`No entry ${index}`);
    return logged.sealed;
  };
  return { ledger, records, vkey: log.vkey, sealed, commits, entries: () => count('log_entries'), verify, fill, close };
});
