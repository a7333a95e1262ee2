/** What is known of a candidate passage, each number about 0 … 1. */
export interface RelevanceFeatures {
  /** Cosine of question and whole passage. */
  readonly whole: number;
  /** Cosine of question and the nearest sentence. */
  readonly sentence: number;
  /** BM25 score as a share of the best candidate's. */
  readonly words: number;
}

/** Fitted by logistic regression on question-passage pairs of the sample bank: `npm run evaluate` will refit it per site. */
const weights = { bias: -6.2, whole: 5, sentence: 6.5, words: 1.2 } as const;

/** Probability that a passage answers the question. */
export function relevanceOf(features: RelevanceFeatures): number {
  const score =
    weights.bias +
    weights.whole * features.whole +
    weights.sentence * features.sentence +
    weights.words * features.words;
  return 1 / (1 + Math.exp(-score));
}
