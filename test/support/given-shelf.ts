import { openPassageIndex } from '../../src/adapters/hnsw/open-passage-index.ts';
import { openDatabase } from '../../src/adapters/sqlite/open-database.ts';
import { openKnowledgeStore } from '../../src/adapters/sqlite/open-knowledge-store.ts';
import { openTextIndex } from '../../src/adapters/sqlite/open-text-index.ts';
import type { KnowledgeStore } from '../../src/knowledge/knowledge-store.ts';
import { type LoadReport, loadKnowledge } from '../../src/knowledge/load-knowledge.ts';
import type { DocumentSource } from '../../src/knowledge/parse-document.ts';
import type { PassageIndex } from '../../src/knowledge/passage-index.ts';
import type { TextIndex } from '../../src/knowledge/text-index.ts';
import type { Embedder } from '../../src/models/embedder.ts';
import { wordEmbedder } from './word-embedder.ts';

/** Knowledge in memory, with both of its indexes. */
export interface GivenShelf {
  readonly store: KnowledgeStore;
  readonly passageIndex: PassageIndex;
  readonly textIndex: TextIndex;
  readonly embedder: Embedder;
  /** Brings the store in step with these documents as the knowledge folder does, and opens every collection. */
  sync(sources: readonly DocumentSource[]): Promise<LoadReport>;
  close(): void;
}

/** Opens an empty shelf on `:memory:`. The test that asks for it closes it. */
export function givenShelf(embedder: Embedder = wordEmbedder()): GivenShelf {
  const database = openDatabase(':memory:');
  const store = openKnowledgeStore(database, () => new Date('2026-11-21T09:00:00Z'));
  const passageIndex = openPassageIndex(null);
  return {
    store,
    passageIndex,
    textIndex: openTextIndex(database),
    embedder,
    sync: async function syncShelf(sources) {
      const report = await loadKnowledge({ sources, store, embedder, origin: 'folder' });
      for (const collection of await store.collections()) await passageIndex.open(await store.vectors(collection));
      return report;
    },
    close: () => void database.close(),
  };
}

/** A Markdown document with front matter; `matter` holds further lines of it. */
export function givenSource(id: string, body: string, matter = ''): DocumentSource {
  const text = `---\ntitle: ${id}\ncollection: bank\nupdated: 2026-10-01\n${matter}${matter === '' ? '' : '\n'}---\n${body}\n`;
  return { id, format: 'markdown', text, writtenOn: '2026-11-01' };
}
