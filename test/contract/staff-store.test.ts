import { createIdentityWriter } from '../../src/adapters/sqlite/identity-rows.ts';
import { openStaffStore } from '../../src/adapters/sqlite/open-staff-store.ts';
import { givenStore } from '../support/fault-store.ts';
import { staffStoreContract } from './staff-store-contract.ts';

staffStoreContract('sqlite', () => {
  const { store, close } = givenStore();
  const open = () => openStaffStore(store.database, () => new Date());
  return { ...open(), forget: createIdentityWriter(store.database), reopen: open, close };
});
