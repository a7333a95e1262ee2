import { openKnowledgeStore } from '../../src/adapters/sqlite/open-knowledge-store.ts';
import { givenStore } from '../support/fault-store.ts';
import { knowledgeStoreContract } from './knowledge-store-contract.ts';

knowledgeStoreContract('sqlite', () => {
  const { store, close } = givenStore();
  const versions = store.database
    .prepare<[string], string>('SELECT version FROM document_versions WHERE document = ? ORDER BY rowid')
    .pluck();
  return {
    store: store.knowledge,
    versionsOf: (document) => versions.all(document),
    reopen: () => openKnowledgeStore(store.database, () => new Date()),
    close,
  };
});
