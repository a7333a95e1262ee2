import { setImmediate as letOthersRun } from 'node:timers/promises';
import { similarity } from '../models/similarity.ts';
import { fitLogistic, fitTemperature, type Logistic, logistic } from './calibrate.ts';
import { type Discriminant, discriminate, fitDiscriminant } from './discriminant.ts';

/** Example sentences of one label with their vectors, each of Euclidean length 1. */
export interface LabelledVectors {
  readonly label: string;
  readonly vectors: readonly Float32Array[];
}

/** What a site's examples teach: how texts are told apart, and how far to believe it. */
export interface IntentModel {
  readonly labels: readonly string[];
  readonly scorer: Scorer;
  /** What scores are divided by before they become probabilities. */
  readonly temperature: number;
  /** From the lead of the best label over everything outside to the probability of being in scope. */
  readonly scope: Logistic;
}

/** Scores a vector against every label, and against what is outside: null where there are no such examples. */
export interface Scorer {
  readonly classes: readonly (readonly Float32Array[])[];
  readonly outside: readonly Float32Array[];
  readonly discriminant: Discriminant;
  readonly scale: number;
}

export interface Scores {
  readonly labels: readonly number[];
  readonly outside: number | null;
}

/** Weight of the second-nearest example, so that one odd example does not decide alone. */
const SECOND_WEIGHT = 0.35;
/** What nearness to an example counts beside the discriminant, of which 1 is an ordinary value. */
const NEARNESS = 6;
/** Examples are judged by those of the other parts, so that a model is never asked about what it was shown. */
const PARTS = 3;
/** Fewer examples of what is outside tell too little to draw a line by. */
const FEWEST_OUTSIDE = 8;
/** Without such a line, this share of good questions is counted as outside. */
const DOUBTED = 0.05;

/** Learns from the examples of a site; its confidence is calibrated on examples left out in turn. */
export async function fitIntents(
  intents: readonly LabelledVectors[],
  outside: readonly Float32Array[],
): Promise<IntentModel> {
  const classes = intents.map(({ vectors }) => vectors);
  const judged: { scores: Scores; right: number | null }[] = [];
  for (let part = 0; part < PARTS; part += 1) {
    // Each part takes a while; messages under way come first.
    await letOthersRun();
    const others = (_: unknown, index: number): boolean => index % PARTS !== part;
    const leftOut = (_: unknown, index: number): boolean => index % PARTS === part;
    const scorer = createScorer(
      classes.map((vectors) => vectors.filter(others)),
      outside.filter(others),
    );
    for (const [right, vectors] of classes.entries()) {
      for (const vector of vectors.filter(leftOut)) judged.push({ scores: scoreVector(scorer, vector), right });
    }
    for (const vector of outside.filter(leftOut)) judged.push({ scores: scoreVector(scorer, vector), right: null });
  }
  await letOthersRun();
  const known = judged.flatMap(({ scores, right }) => (right === null ? [] : [{ scores: scores.labels, right }]));
  return {
    labels: intents.map(({ label }) => label),
    scorer: createScorer(classes, outside),
    temperature: fitTemperature(known),
    scope: fitScope(judged),
  };
}

/** How far the best label is ahead of what is outside; its own score where nothing outside is known. */
export function leadOf({ labels, outside }: Scores): number {
  const best = Math.max(...labels, -1e3);
  return outside === null ? best : best - outside;
}

export function scoreVector({ classes, outside, discriminant, scale }: Scorer, vector: Float32Array): Scores {
  const values = discriminate(discriminant, vector);
  const scores = [...classes, outside].map((vectors, index) =>
    vectors.length === 0 ? -1e3 : (values[index] ?? 0) / scale + NEARNESS * nearness(vector, vectors),
  );
  return { labels: scores.slice(0, classes.length), outside: outside.length === 0 ? null : (scores.at(-1) ?? 0) };
}

function createScorer(classes: readonly (readonly Float32Array[])[], outside: readonly Float32Array[]): Scorer {
  const discriminant = fitDiscriminant([...classes, outside]);
  const values = classes
    .flatMap((vectors) => vectors.slice(0, 1))
    .flatMap((vector) => discriminate(discriminant, vector).filter(Number.isFinite));
  const squares = values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length);
  return { classes, outside, discriminant, scale: Math.sqrt(squares) || 1 };
}

function fitScope(judged: readonly { readonly scores: Scores; readonly right: number | null }[]): Logistic {
  const inside = judged.filter(({ right }) => right !== null).map(({ scores }) => leadOf(scores));
  const outside = judged.filter(({ right }) => right === null).map(({ scores }) => leadOf(scores));
  if (outside.length >= FEWEST_OUTSIDE) return fitLogistic(inside, outside);
  const sorted = inside.toSorted((a, b) => a - b);
  const low = sorted[Math.floor(sorted.length * DOUBTED)] ?? 0;
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  // The middle of the known questions is in scope for sure, its lower edge as likely as not.
  return logistic(low, Math.max(middle - low, 1e-3) / 3);
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
