import { givenStore } from '../support/fault-store.ts';
import { consentContract } from './consent-contract.ts';

consentContract('sqlite', () => {
  const { store, count, close } = givenStore();
  const { ledger, records, keys, database } = store;
  const isLet = (sql: string): boolean => {
    try {
      return database.prepare(sql).run().changes > 0;
    } catch {
      return false;
    }
  };
  return {
    ledger,
    records,
    keyFor: (subject) => void keys.keyFor(subject),
    entries: () => count('log_entries'),
    tamper: () => isLet('UPDATE consents SET granted = 0'),
    close,
  };
});
