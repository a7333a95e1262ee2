import { freshnessOf } from '../knowledge/freshness.ts';
import type { KnowledgeStore } from '../knowledge/knowledge-store.ts';
import type { Passage, RetrievedPassage } from '../knowledge/passage.ts';
import type { PassageIndex } from '../knowledge/passage-index.ts';
import type { TextIndex } from '../knowledge/text-index.ts';
import { similarity } from '../models/similarity.ts';
import { relevanceOf } from './relevance.ts';

/** One way of asking: the message itself, or the message read together with the turn before it. */
export interface Query {
  readonly text: string;
  /** Null while the embedder is down: words alone decide then. */
  readonly vector: Float32Array | null;
}

export interface RetrievalRequest {
  readonly queries: readonly Query[];
  readonly collection: string;
  /** Audiences whose documents may be shown; everything else answers like an empty collection. */
  readonly audiences: readonly string[];
  /** Documents the turn before cited; a follow-up often asks more about them. */
  readonly carried: readonly string[];
  readonly limit: number;
  readonly now: Date;
}

export type RetrievePassages = (request: RetrievalRequest) => Promise<readonly RetrievedPassage[]>;

/** Candidates taken from each index before they are scored together. */
const CANDIDATES = 24;
/** What a document cited in the turn before is worth: enough to win a tie, too little to win against a better passage. */
const CARRIED_BONUS = 0.04;

/** Hybrid retrieval: the union of both indexes, each candidate scored by words and by meaning, best first. */
export function createRetrieval(ports: {
  readonly store: KnowledgeStore;
  readonly passageIndex: PassageIndex;
  readonly textIndex: TextIndex;
}): RetrievePassages {
  return async function retrievePassages(request) {
    const found = new Map<string, RetrievedPassage>();
    for (const query of request.queries) {
      for (const passage of await retrieveOne(ports, request, query)) {
        const known = found.get(passage.id);
        if (known === undefined || passage.relevance > known.relevance) found.set(passage.id, passage);
      }
    }
    return [...found.values()].sort((a, b) => b.relevance - a.relevance).slice(0, request.limit);
  };
}

async function retrieveOne(
  ports: Parameters<typeof createRetrieval>[0],
  request: RetrievalRequest,
  query: Query,
): Promise<readonly RetrievedPassage[]> {
  const { collection } = request;
  const near = query.vector ? await ports.passageIndex.search(collection, query.vector, CANDIDATES) : [];
  const matching = await ports.textIndex.search(collection, query.text, CANDIDATES);
  const words = new Map(matching.map((one) => [one.passage, one.score]));
  const nearness = new Map(near.map((one) => [one.passage, one.similarity]));
  const ids = [...new Set([...nearness.keys(), ...words.keys()])];
  const visible = (await ports.store.passages(ids)).filter(
    (passage) => !passage.suspect && request.audiences.includes(passage.audience),
  );
  const bestWords = Math.max(...words.values(), 0);
  const scored = await Promise.all(
    visible.map(async (passage) => {
      const sentenceScores = await scoreSentences(ports.store, passage, query.vector);
      return toRetrieved(passage, request, {
        sentenceScores,
        whole: nearness.get(passage.id) ?? (await wholeSimilarity(ports.store, passage.id, query.vector)),
        words: bestWords === 0 ? 0 : (words.get(passage.id) ?? 0) / bestWords,
        bestWords,
      });
    }),
  );
  return scored;
}

interface Evidence {
  readonly sentenceScores: readonly number[];
  readonly whole: number;
  readonly words: number;
  readonly bestWords: number;
}

function toRetrieved(passage: Passage, request: RetrievalRequest, evidence: Evidence): RetrievedPassage {
  const bonus = request.carried.includes(passage.document) ? CARRIED_BONUS : 0;
  const relevance = relevanceOf({ ...evidence, sentence: Math.max(...evidence.sentenceScores, 0) });
  return {
    ...passage,
    ...freshnessOf(passage, request.now),
    sentenceScores: evidence.sentenceScores,
    relevance: Math.min(1, relevance + bonus),
  };
}

async function scoreSentences(
  store: KnowledgeStore,
  passage: Passage,
  vector: Float32Array | null,
): Promise<readonly number[]> {
  if (vector === null) return passage.sentences.map(() => 0);
  const vectors = await store.sentenceVectors(passage.id);
  return vectors.map((sentence) => Math.max(0, similarity(vector, sentence)));
}

async function wholeSimilarity(store: KnowledgeStore, id: string, vector: Float32Array | null): Promise<number> {
  const whole = vector ? await store.wholeVector(id) : undefined;
  return vector && whole ? similarity(vector, whole) : 0;
}
