import { createIdentityWriter } from '../../src/adapters/sqlite/identity-rows.ts';
import { openKeyRegister } from '../../src/adapters/sqlite/open-key-register.ts';
import { openKeyStore } from '../../src/adapters/sqlite/open-key-store.ts';
import { givenStore } from '../support/fault-store.ts';
import { keyRegisterContract } from './key-register-contract.ts';

const now = () => new Date();

keyRegisterContract('sqlite', () => {
  const { store, close } = givenStore();
  const open = () => ({
    register: openKeyRegister(store.database, now),
    store: openKeyStore(store.database, now),
  });
  return { ...open(), forget: createIdentityWriter(store.database), reopen: open, close };
});
