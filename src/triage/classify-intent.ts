import { similarity } from '../models/similarity.ts';

/** Example sentences of one label with their vectors, each of Euclidean length 1. */
export interface LabelledVectors {
  readonly label: string;
  readonly vectors: readonly Float32Array[];
}

export interface IntentGuess {
  /** Labels with their probability, most likely first; they add up to 1 together with everything outside scope. */
  readonly ranked: readonly { readonly label: string; readonly confidence: number }[];
  /** 0–1: probability that the text belongs to any label at all. */
  readonly inScope: number;
}

/** How much nearest examples count against the rest; fitted on the sample bank by `npm run evaluate`-style grids. */
const TEMPERATURE = 0.06;
/** Similarity of the nearest example at which a text is as likely inside as outside. */
const SCOPE_MIDDLE = 0.42;
const SCOPE_STEEPNESS = 14;
/** Weight of the second-nearest example, so that one odd example does not decide alone. */
const SECOND_WEIGHT = 0.35;

/**
 * Few-shot nearest-example classification: no training run, a label is a few sentences.
 *
 * @param outside examples of what the assistant is not for
 * @see Snell et al., "Prototypical Networks for Few-shot Learning", 2017 (here with nearest examples for prototypes)
 */
export function classifyIntent(
  question: Float32Array,
  labels: readonly LabelledVectors[],
  outside: readonly Float32Array[],
): IntentGuess {
  const scored = labels
    .map(({ label, vectors }) => ({ label, near: nearness(question, vectors) }))
    .sort((a, b) => b.near - a.near);
  const best = scored[0]?.near ?? 0;
  const weights = scored.map(({ near }) => Math.exp((near - best) / TEMPERATURE));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const inScope = scopeOf(best, nearness(question, outside));
  const ranked = scored.map(({ label }, index) => ({
    label,
    confidence: ((weights[index] ?? 0) / (total || 1)) * inScope,
  }));
  return { ranked, inScope };
}

/** Scope is likely when the nearest intent is near in itself and nearer than anything outside. */
function scopeOf(inside: number, outside: number): number {
  const middle = Math.max(SCOPE_MIDDLE, outside - 0.05);
  return 1 / (1 + Math.exp(-SCOPE_STEEPNESS * (inside - middle)));
}

function nearness(question: Float32Array, vectors: readonly Float32Array[]): number {
  let first = 0;
  let second = 0;
  for (const vector of vectors) {
    const closeness = similarity(question, vector);
    if (closeness > first) {
      second = first;
      first = closeness;
    } else if (closeness > second) second = closeness;
  }
  return vectors.length < 2 ? first : first * (1 - SECOND_WEIGHT) + second * SECOND_WEIGHT;
}
