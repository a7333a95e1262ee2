import { freshnessOf } from '../knowledge/freshness.ts';
import type { RetrievedPassage } from '../knowledge/passage.ts';
import { type Candidate, findCandidates, type Query, type RetrievalPorts, type Shelf } from './find-candidates.ts';
import { relevanceOf } from './relevance.ts';

export interface RetrievalRequest extends Shelf {
  readonly queries: readonly Query[];
  /** Documents the turn before cited; a follow-up often asks more about them. */
  readonly carried: readonly string[];
  readonly limit: number;
  readonly now: Date;
}

export type RetrievePassages = (request: RetrievalRequest) => Promise<readonly RetrievedPassage[]>;

/** What a document cited in the turn before is worth: enough to win a tie, too little to win against a better passage. */
const CARRIED_BONUS = 0.04;

/** Hybrid retrieval: the union of both indexes, every sentence scored by words and by meaning, best passage first. */
export function createRetrieval(ports: RetrievalPorts): RetrievePassages {
  return async function retrievePassages(request) {
    const found = new Map<string, RetrievedPassage>();
    for (const query of request.queries) {
      for (const candidate of await findCandidates(ports, request, query)) {
        const passage = toRetrieved(candidate, request);
        const known = found.get(passage.id);
        if (known === undefined || passage.relevance > known.relevance) found.set(passage.id, passage);
      }
    }
    return [...found.values()].sort((a, b) => b.relevance - a.relevance).slice(0, request.limit);
  };
}

/** A passage is as relevant as its best sentence. */
function toRetrieved({ passage, sentences }: Candidate, request: RetrievalRequest): RetrievedPassage {
  const sentenceScores = sentences.map((features) => relevanceOf(features));
  const bonus = request.carried.includes(passage.document) ? CARRIED_BONUS : 0;
  return {
    ...passage,
    ...freshnessOf(passage, request.now),
    sentenceScores,
    relevance: Math.min(1, Math.max(...sentenceScores, 0) + bonus),
  };
}
