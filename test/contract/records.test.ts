import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openRecords } from '../../src/adapters/sqlite/open-records.ts';
import { openDataKeys } from '../../src/compose-keys.ts';
import { givenStore } from '../support/fault-store.ts';
import { recordsContract } from './records-contract.ts';

recordsContract('sqlite', () => {
  const { store, data, close } = givenStore();
  // A second look at the keys: what is kept unwrapped in memory would outlive a key that was destroyed elsewhere.
  const lookAgain = () => openDataKeys(data);
  return {
    ledger: store.ledger,
    records: openRecords({ ...store, keys: { ...store.keys, findKey: (subject) => withKeys(lookAgain, subject) } }),
    prepareSubject: (subject) => void store.keys.keyFor(subject),
    destroyKey: (subject) => {
      const keys = new Database(join(data, 'keys.db'));
      keys.prepare('DELETE FROM data_keys WHERE subject = ?').run(subject);
      keys.close();
    },
    close,
  };
});

function withKeys(look: () => ReturnType<typeof openDataKeys>, subject: string): Buffer | undefined {
  const keys = look();
  try {
    return keys.findKey(subject);
  } finally {
    keys.close();
  }
}
