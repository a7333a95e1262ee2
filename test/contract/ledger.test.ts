import { givenStore } from '../support/fault-store.ts';
import { ledgerContract } from './ledger-contract.ts';

ledgerContract('sqlite', () => {
  const { store, fill, verify, commits, count, close } = givenStore();
  const { ledger, records, log } = store;
  return { ledger, records, vkey: log.vkey, commits, entries: () => count('log_entries'), verify, fill, close };
});
