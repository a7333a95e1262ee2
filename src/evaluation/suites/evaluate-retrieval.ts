import { z } from 'zod';
import { type Evaluation, figure, type OnProgress } from '../evaluation.ts';
import { meanOf } from '../metrics/classification.ts';
import { hitAt, ndcgAt, type Ranked, recallAt, reciprocalRank } from '../metrics/ranking.ts';

export const corpusLine = z.object({ id: z.string().min(1), title: z.string(), text: z.string() });
export type CorpusLine = z.infer<typeof corpusLine>;

export const queryLine = z.object({
  id: z.string().min(1),
  query: z.string().min(1),
  relevant: z.array(z.string().min(1)).min(1),
});
export type QueryLine = z.infer<typeof queryLine>;

/** Documents of the corpus for a query, best first, each once. */
export type FindDocuments = (query: string) => Promise<readonly string[]>;

const MOST_DOCUMENTS = 20;
const AT_ONCE = 20;

/** Puts every query to the retrieval of the appliance. */
export async function evaluateRetrieval(
  lines: readonly QueryLine[],
  findDocuments: FindDocuments,
  onProgress: OnProgress,
): Promise<Evaluation> {
  const found: (Ranked & { readonly id: string })[] = [];
  for (const [index, { id, query, relevant }] of lines.entries()) {
    if (index % AT_ONCE === 0) onProgress(`Searching: ${index} of ${lines.length}`);
    const documents = (await findDocuments(query)).slice(0, MOST_DOCUMENTS);
    found.push({ id, documents, relevant: new Set(relevant) });
  }
  const mean = (name: string, measure: (one: Ranked) => number) =>
    figure(name, meanOf(found.map(measure)), found.length);
  return {
    figures: [
      mean('recallAt5', (one) => recallAt(one, 5)),
      mean('recallAt10', (one) => recallAt(one, 10)),
      mean('hitAt10', (one) => hitAt(one, 10)),
      mean('ndcgAt10', (one) => ndcgAt(one, 10)),
      mean('reciprocalRank', reciprocalRank),
    ],
    predictions: found.map(({ id, documents }) => ({ id, documents })),
  };
}
