import { type RelevanceFeatures, type RelevanceWeights, scoreOf } from './relevance.ts';

/** One question with everything that was found for it. */
export interface RelevanceCase {
  readonly sentences: readonly { readonly features: RelevanceFeatures; readonly answers: boolean }[];
  /** How much the case counts; 1 for an ordinary one. */
  readonly weight: number;
}

const names = [
  'whole',
  'sentence',
  'document',
  'words',
  'coverage',
  'sentenceCoverage',
  'echo',
  'kind',
  'first',
  'conditional',
] as const satisfies readonly (keyof RelevanceFeatures)[];

/** Sentences a reply says: one of them has to answer. */
const SAID = 3;
const STEPS = 500;
const STEP = 0.15;
/** Pulls weights towards 0, so that a few questions cannot make one feature everything. */
const PULL = 0.002;

/**
 * Fits the weights so that sentences that answer come before the others found for the same question, then the
 * probability that the best ones answer. A case without an answer counts for the probability alone.
 *
 * @see McFadden, "Conditional logit analysis of qualitative choice behavior", 1974; Platt, "Probabilistic outputs for
 * support vector machines", 1999
 */
export function fitRelevance(cases: readonly RelevanceCase[]): RelevanceWeights {
  const answerable = cases.filter((one) => one.sentences.some((sentence) => sentence.answers));
  const features = toFeatures(climb(names.length, (weights) => choiceGradient(answerable, weights)));
  const tops = cases.flatMap(({ sentences, weight }) => {
    const scored = sentences.map((one) => ({
      ...one,
      score: scoreOf(one.features, { features, slope: 1, offset: 0 }),
    }));
    const said = scored.sort((a, b) => b.score - a.score).slice(0, SAID);
    const [best] = said;
    return best ? [{ score: best.score, answers: said.some((one) => one.answers), weight }] : [];
  });
  return { features, ...fitProbability(tops) };
}

/** What would be said: the score of its best sentence, and whether it answers. */
interface Top {
  readonly score: number;
  readonly answers: boolean;
  readonly weight: number;
}

function fitProbability(tops: readonly Top[]): { slope: number; offset: number } {
  const mean = tops.reduce((sum, top) => sum + top.score, 0) / Math.max(1, tops.length);
  const total = tops.reduce((sum, top) => sum + top.weight, 0);
  const [slope = 0, middle = 0] = climb(2, ([slopeNow = 0, middleNow = 0]) => {
    const gradient = [0, 0];
    for (const { score, answers, weight } of tops) {
      const error = ((answers ? 1 : 0) - sigmoid(slopeNow * (score - mean) + middleNow)) * (weight / total);
      gradient[0] = (gradient[0] ?? 0) + error * (score - mean);
      gradient[1] = (gradient[1] ?? 0) + error;
    }
    return gradient;
  });
  return { slope, offset: middle - slope * mean };
}

/** Gradient of the log-likelihood that a sentence with the answer is chosen. */
function choiceGradient(cases: readonly RelevanceCase[], weights: readonly number[]): number[] {
  const gradient = names.map(() => 0);
  for (const { sentences, weight } of cases) {
    const rows = sentences.map(({ features }) => names.map((name) => features[name]));
    const scores = rows.map((row) => row.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0));
    const best = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - best));
    const all = powers.reduce((sum, power) => sum + power, 0);
    const right = powers.reduce((sum, power, index) => sum + (sentences[index]?.answers ? power : 0), 0);
    for (const [index, row] of rows.entries()) {
      const power = powers[index] ?? 0;
      const share = (sentences[index]?.answers ? power / right : 0) - power / all;
      for (const [at, value] of row.entries()) gradient[at] = (gradient[at] ?? 0) + weight * share * value;
    }
  }
  const total = cases.reduce((sum, one) => sum + one.weight, 0) || 1;
  return gradient.map((value, index) => value / total - PULL * (weights[index] ?? 0));
}

/** Climbs a concave likelihood with Adam. @see Kingma & Ba, ICLR 2015 */
function climb(size: number, gradientAt: (weights: readonly number[]) => readonly number[]): readonly number[] {
  const weights = Array.from({ length: size }, () => 0);
  const mean = Array.from({ length: size }, () => 0);
  const square = Array.from({ length: size }, () => 0);
  for (let step = 1; step <= STEPS; step += 1) {
    for (const [index, slope] of gradientAt(weights).entries()) {
      mean[index] = 0.9 * (mean[index] ?? 0) + 0.1 * slope;
      square[index] = 0.99 * (square[index] ?? 0) + 0.01 * slope * slope;
      const stride = mean[index] / (1 - 0.9 ** step) / (Math.sqrt(square[index] / (1 - 0.99 ** step)) + 1e-8);
      weights[index] = (weights[index] ?? 0) + STEP * stride;
    }
  }
  return weights;
}

function toFeatures(values: readonly number[]): RelevanceFeatures {
  const at = (name: (typeof names)[number]): number => values[names.indexOf(name)] ?? 0;
  return {
    whole: at('whole'),
    sentence: at('sentence'),
    document: at('document'),
    words: at('words'),
    coverage: at('coverage'),
    sentenceCoverage: at('sentenceCoverage'),
    echo: at('echo'),
    kind: at('kind'),
    first: at('first'),
    conditional: at('conditional'),
  };
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
