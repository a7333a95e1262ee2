import { z } from 'zod';
import { openCollections } from '../../src/compose-knowledge.ts';
import { openStore } from '../../src/compose-store.ts';
import { loadKnowledge } from '../../src/knowledge/load-knowledge.ts';
import { createDraw } from '../../src/privacy/surrogates/draw.ts';
import { wordEmbedder } from './word-embedder.ts';

/**
 * A process of its own that changes the knowledge of a data folder over and over, until it is killed: documents come, go
 * and change in two collections, and the index is opened after each time. Prints a line for each.
 */
const settings = z.object({ data: z.string(), seed: z.number() }).parse(JSON.parse(process.argv[2] ?? '{}'));

const DOCUMENTS = 12;
const topics = ['cards', 'fees', 'transfers', 'loans', 'branches', 'statements'] as const;

/** The same seed and round give the same documents: about two thirds of them, each in one of many versions. */
function sourcesOf(round: number) {
  const draw = createDraw(Buffer.from(String(settings.seed)), String(round));
  return Array.from({ length: DOCUMENTS }, (_, index) => index)
    .filter(() => draw(3) > 0)
    .map((index) => {
      const collection = index % 2 === 0 ? 'north' : 'south';
      const sections = Array.from({ length: 1 + draw(4) }, (_, part) => {
        const topic = topics[draw(topics.length)] ?? 'cards';
        return `## Part ${part} on ${topic}\n\nWhat part ${part} of version ${draw(1_000)} says on ${topic} holds for document ${index}.\n`;
      });
      const head = `---\ntitle: Document ${index}\ncollection: ${collection}\nupdated: 2026-10-01\n---\n`;
      const text = `${head}\n${sections.join('\n')}`;
      return { id: `document-${index}`, format: 'markdown' as const, text, writtenOn: '2026-10-01' };
    });
}

const store = openStore(settings.data, () => new Date());
const embedder = wordEmbedder();
for (let round = 0; ; round += 1) {
  await loadKnowledge({ sources: sourcesOf(round), store: store.knowledge, embedder, origin: 'folder' });
  await openCollections(store.knowledge, store.passageIndex);
  process.stdout.write(`${round}\n`);
}
