import type { RedactedText } from '../conversation/redacted-text.ts';
import { KnowledgeError } from '../knowledge/knowledge-error.ts';
import type { KnowledgeStore } from '../knowledge/knowledge-store.ts';
import type { Passage } from '../knowledge/passage.ts';
import type { NearPassage, PassageIndex } from '../knowledge/passage-index.ts';
import type { TextIndex } from '../knowledge/text-index.ts';
import { similarity } from '../models/similarity.ts';
import { kindMatch } from './answer-kind.ts';
import { passageWords } from './passage-words.ts';
import { coverageOf, echoOf, type QuestionWords, questionWords } from './question-words.ts';
import { type RelevanceFeatures, relevanceWeights, scoreOf } from './relevance.ts';

export interface RetrievalPorts {
  readonly store: KnowledgeStore;
  readonly passageIndex: PassageIndex;
  readonly textIndex: TextIndex;
}

/** One way of asking: the message itself, or the message read together with the turn before it. */
export interface Query {
  readonly text: RedactedText;
  /** Null while the embedder is down: words alone decide then. */
  readonly vector: Float32Array | null;
}

/** Where may be looked. */
export interface Shelf {
  readonly collection: string;
  /** Audiences whose documents may be shown; everything else answers like an empty collection. */
  readonly audiences: readonly string[];
  /** Told the code where one of the indexes cannot be asked and the other goes on alone. */
  readonly onFallback?: (code: string) => void;
}

/** A passage that may answer, with the features of each of its sentences. */
export interface Candidate {
  readonly passage: Passage;
  readonly sentences: readonly RelevanceFeatures[];
}

/** Candidates taken from each index before they are scored together. */
const CANDIDATES = 24;
/** Of these, the ones whose sentences are looked at. */
const READ = 16;

/** What is known of a passage before its sentences are looked at. */
type PassageFeatures = Pick<RelevanceFeatures, 'whole' | 'document' | 'words' | 'coverage'>;

/** The union of what both indexes find, as far as it may be shown; the best of it read sentence by sentence. */
export async function findCandidates(ports: RetrievalPorts, shelf: Shelf, query: Query): Promise<readonly Candidate[]> {
  const question = await questionWords(query.text, ports.textIndex);
  const found = await findPassages(ports, shelf, query, question);
  const best = found
    .map((one) => ({ ...one, outlook: outlookOf(one.features) }))
    .sort((a, b) => b.outlook - a.outlook)
    .slice(0, READ);
  return Promise.all(
    best.map(async ({ passage, features }) => {
      const near = await sentenceSimilarities(ports.store, passage, query.vector);
      return { passage, sentences: sentenceFeatures(passage, question, features, near) };
    }),
  );
}

async function findPassages(
  { store, passageIndex, textIndex }: RetrievalPorts,
  shelf: Shelf,
  query: Query,
  question: QuestionWords,
): Promise<readonly { readonly passage: Passage; readonly features: PassageFeatures }[]> {
  const near = query.vector ? await searchNear(passageIndex, shelf, query.vector) : [];
  const matching = await textIndex.search(shelf.collection, query.text, CANDIDATES);
  const scores = new Map(matching.map((one) => [one.passage, one.score]));
  const nearness = new Map(near.map((one) => [one.passage, one.similarity]));
  const passages = (await store.passages([...new Set([...nearness.keys(), ...scores.keys()])])).filter(
    (passage) => !passage.suspect && shelf.audiences.includes(passage.audience),
  );
  const wholes = await Promise.all(
    passages.map(async ({ id }) => nearness.get(id) ?? (await wholeSimilarity(store, id, query.vector))),
  );
  const documents = meanByDocument(passages, wholes);
  const best = Math.max(...scores.values(), 0);
  return passages.map((passage, index) => ({
    passage,
    features: {
      whole: wholes[index] ?? 0,
      document: documents.get(passage.document) ?? 0,
      words: best === 0 ? 0 : (scores.get(passage.id) ?? 0) / best,
      coverage: coverageOf(question, passageWords(passage).all),
    },
  }));
}

/** Without the index, words find the passages, and their vectors in the store score them as ever. */
async function searchNear(
  index: PassageIndex,
  { collection, onFallback }: Shelf,
  vector: Float32Array,
): Promise<readonly NearPassage[]> {
  try {
    return await index.search(collection, vector, CANDIDATES);
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    onFallback?.(error.code);
    return [];
  }
}

/** How promising a passage is by what is known of it as a whole. */
function outlookOf(features: PassageFeatures): number {
  return scoreOf({ ...unread, ...features }, relevanceWeights);
}

const unread = { sentence: 0, sentenceCoverage: 0, echo: 0, kind: 0, first: 0, conditional: 0 };

function sentenceFeatures(
  passage: Passage,
  question: QuestionWords,
  features: PassageFeatures,
  near: readonly number[],
): readonly RelevanceFeatures[] {
  return passageWords(passage).sentences.map(({ words, kinds, conditional }, index) => ({
    ...features,
    sentence: near[index] ?? 0,
    sentenceCoverage: coverageOf(question, words),
    echo: echoOf(question, words),
    kind: kindMatch(question.asked, kinds),
    first: index === 0 ? 1 : 0,
    conditional: conditional ? 1 : 0,
  }));
}

function meanByDocument(passages: readonly Passage[], wholes: readonly number[]): ReadonlyMap<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const [index, { document }] of passages.entries()) {
    const before = sums.get(document) ?? { sum: 0, count: 0 };
    sums.set(document, { sum: before.sum + (wholes[index] ?? 0), count: before.count + 1 });
  }
  return new Map([...sums].map(([document, { sum, count }]) => [document, sum / count]));
}

async function sentenceSimilarities(
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
