import { openKeyStore } from '../../src/adapters/sqlite/open-key-store.ts';
import { givenStore } from '../support/fault-store.ts';
import { keyStoreContract } from './key-store-contract.ts';

keyStoreContract('sqlite', () => {
  const { store, close } = givenStore();
  return { store: store.keyStore, reopen: () => openKeyStore(store.database, () => new Date()), close };
});
