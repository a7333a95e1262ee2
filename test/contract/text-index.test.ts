import { parseDocument } from '../../src/knowledge/parse-document.ts';
import { givenStore } from '../support/fault-store.ts';
import { indexedDocuments, textIndexContract } from './text-index-contract.ts';

textIndexContract('sqlite', async () => {
  const { store, close } = givenStore();
  for (const { id, collection, text } of indexedDocuments) {
    const source = `---\ntitle: About ${id}\ncollection: ${collection}\n---\n\n${text}\n`;
    const document = parseDocument({ id, format: 'markdown', text: source, writtenOn: '2026-11-01' });
    await store.knowledge.put(document, [], { model: 'words', origin: 'folder' });
  }
  return { index: store.textIndex, close };
});
