/** What is known of a sentence and its passage in the light of a question, each number about 0 … 1. */
export interface RelevanceFeatures {
  /** Cosine of question and whole passage. */
  readonly whole: number;
  /** Cosine of question and sentence. */
  readonly sentence: number;
  /** Mean cosine of question and the candidate passages of the same document. */
  readonly document: number;
  /** BM25 score of the passage as a share of the best candidate's. */
  readonly words: number;
  /** Share of the question's words, by what they tell, that the passage holds. */
  readonly coverage: number;
  /** The same for the sentence alone. */
  readonly sentenceCoverage: number;
  /** Share of the sentence's words that the question says. */
  readonly echo: number;
  /** Share of what is asked for (an amount, a duration …) that the sentence gives. */
  readonly kind: number;
  /** 1 for the first sentence of a passage, which says most often what the passage is about. */
  readonly first: number;
  /** 1 for a sentence about one case ("If …"). */
  readonly conditional: number;
}

/** The weights of the features and the way from their sum to a probability. */
export interface RelevanceWeights {
  readonly features: RelevanceFeatures;
  readonly slope: number;
  readonly offset: number;
}

/** When the weights were fitted, and on whose vectors: on another model's they rank less well, and a check says so. */
export const relevanceFit = {
  date: '2026-11-21',
  model: {
    id: 'all-minilm-l6-v2-int8',
    sha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
  },
} as const;

/**
 * Fitted on the tuning half of the sample bank's questions and of a public FAQ set; the other halves are never fitted on.
 * `npx vitest run test/with-models/relevance-weights.test.ts` fits them again, prints them, and fails when they differ.
 */
export const relevanceWeights: RelevanceWeights = {
  features: {
    whole: 7.52,
    sentence: 8.36,
    document: 3.22,
    words: 1.22,
    coverage: 1.77,
    sentenceCoverage: 2.17,
    echo: 0.96,
    kind: 1.9,
    first: 0.99,
    conditional: -0.45,
  },
  slope: 0.31,
  offset: -3.71,
};

/** Probability that a sentence answers the question; 0.5 means even odds. */
export function relevanceOf(features: RelevanceFeatures, weights: RelevanceWeights = relevanceWeights): number {
  return 1 / (1 + Math.exp(-(weights.slope * scoreOf(features, weights) + weights.offset)));
}

/** The weighted sum of the features. Written out: this runs for every sentence of every candidate. */
export function scoreOf(features: RelevanceFeatures, { features: weights }: RelevanceWeights): number {
  return (
    weights.whole * features.whole +
    weights.sentence * features.sentence +
    weights.document * features.document +
    weights.words * features.words +
    weights.coverage * features.coverage +
    weights.sentenceCoverage * features.sentenceCoverage +
    weights.echo * features.echo +
    weights.kind * features.kind +
    weights.first * features.first +
    weights.conditional * features.conditional
  );
}
