import { fitTemperature, softmax } from './calibrate.ts';
import { weightedSum } from './mood-model.ts';

export type MoodLabel = 'negative' | 'neutral' | 'positive';

export interface LabelledMood {
  readonly vector: Float32Array;
  readonly label: MoodLabel;
}

/** The part of a calibration that data alone decide. */
export interface FittedMood {
  readonly temperature: number;
  readonly negativeFrom: number;
  readonly neutralEscalated: number;
  readonly weights: { readonly negative: readonly number[]; readonly positive: readonly number[] };
}

interface Weights {
  negative: Float64Array;
  positive: Float64Array;
}

/** Pull of the weights towards 0, for all texts together. */
const PULL = 1;
const ROUNDS = 200;
/** Each fifth text is left out to calibrate on, then learnt from too. */
const PART = 5;
/** Neutral texts that may count as frustrated: a needless apology costs less than a missed one, but not nothing. */
const NEUTRAL_ESCALATED = 0.03;
/** Decimals that are kept: more would be noise to read past. */
const DECIMALS = 3;

/**
 * Multinomial logistic regression on message vectors, neutral as the base; how sure it is comes from texts left out.
 *
 * @param texts vectors of Euclidean length 1, of every mood some
 */
export function fitMood(texts: readonly LabelledMood[]): FittedMood {
  const leftOut = texts.filter((_, index) => index % PART === 0);
  const trial = fitWeights(texts.filter((_, index) => index % PART !== 0));
  const judged = leftOut.map(({ vector, label }) => ({ scores: scoresOf(vector, trial), right: classOf(label) }));
  const temperature = fitTemperature(judged);
  const neutral = judged.filter(({ right }) => right === 1).map(({ scores }) => softmax(scores, temperature)[0] ?? 0);
  const negativeFrom = thresholdPassing(neutral, NEUTRAL_ESCALATED);
  const { negative, positive } = fitWeights(texts);
  return {
    temperature: rounded(temperature),
    negativeFrom,
    neutralEscalated: rounded(neutral.filter((own) => own >= negativeFrom).length / Math.max(1, neutral.length)),
    weights: { negative: Array.from(negative, rounded), positive: Array.from(positive, rounded) },
  };
}

/** Nesterov's accelerated gradient; the curvature of the mean loss is at most 1 for vectors of length 1 with a constant. */
function fitWeights(texts: readonly LabelledMood[]): Weights {
  const size = (texts[0]?.vector.length ?? 0) + 1;
  let weights: Weights = { negative: new Float64Array(size), positive: new Float64Array(size) };
  let ahead = weights;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const slope = slopeAt(texts, ahead, size);
    const next = { negative: step(ahead.negative, slope.negative), positive: step(ahead.positive, slope.positive) };
    const momentum = (round - 1) / (round + 2);
    ahead = {
      negative: extrapolate(weights.negative, next.negative, momentum),
      positive: extrapolate(weights.positive, next.positive, momentum),
    };
    weights = next;
  }
  return weights;
}

function slopeAt(texts: readonly LabelledMood[], weights: Weights, size: number): Weights {
  const pull = PULL / Math.max(1, texts.length);
  const slope = {
    negative: weights.negative.map((weight) => weight * pull),
    positive: weights.positive.map((weight) => weight * pull),
  };
  for (const { vector, label } of texts) {
    const [negative = 0, , positive = 0] = softmax(scoresOf(vector, weights), 1);
    add(slope.negative, vector, (negative - (label === 'negative' ? 1 : 0)) / texts.length, size);
    add(slope.positive, vector, (positive - (label === 'positive' ? 1 : 0)) / texts.length, size);
  }
  return slope;
}

function scoresOf(vector: Float32Array, { negative, positive }: Weights): readonly number[] {
  return [weightedSum(vector, negative), 0, weightedSum(vector, positive)];
}

function classOf(label: MoodLabel): number {
  return ['negative', 'neutral', 'positive'].indexOf(label);
}

function add(slope: Float64Array, vector: Float32Array, amount: number, size: number): void {
  for (let index = 0; index < vector.length; index += 1) {
    slope[index] = (slope[index] ?? 0) + amount * (vector[index] ?? 0);
  }
  slope[size - 1] = (slope[size - 1] ?? 0) + amount;
}

function step(weights: Float64Array, slope: Float64Array): Float64Array {
  return weights.map((weight, index) => weight - (slope[index] ?? 0));
}

function extrapolate(before: Float64Array, after: Float64Array, momentum: number): Float64Array {
  return after.map((weight, index) => weight + momentum * (weight - (before[index] ?? 0)));
}

/** The lowest value that no more than this share of the values reach. */
function thresholdPassing(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => b - a);
  return rounded(Math.min(1, (sorted[Math.floor(sorted.length * share)] ?? 0.5) + 10 ** -DECIMALS));
}

function rounded(value: number): number {
  return Number(value.toFixed(DECIMALS));
}
