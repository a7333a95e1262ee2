import { fitKernelRidge, type KernelRidge, likenessTo } from './kernel-ridge.ts';
import { type Features, fitLinearMachine, type LinearMachine, linearScores } from './linear-machine.ts';
import { drawRandomFeatures, type RandomFeatures, toWaves } from './random-features.ts';
import { fitVocabulary, toSparseVector, type Vocabulary } from './text-features.ts';

/** A text with its vector, of Euclidean length 1. */
export interface Example {
  readonly text: string;
  readonly vector: Float32Array;
}

/** How texts become features; the same for every machine that is fitted on them. */
export interface FeatureSpace {
  readonly vocabulary: Vocabulary;
  readonly waves: RandomFeatures;
}

/** The judge that learns from words and vectors, and needs many examples for it. */
export interface Learner {
  readonly space: FeatureSpace;
  readonly machine: LinearMachine;
}

/** An example with its features, so that they are computed once; null where nothing learns from them. */
export interface PreparedExample extends Example {
  readonly features: Features | null;
}

/** Scores a text against every label, and against what is outside where there are such examples. */
export interface IntentScorer {
  /** Null where examples are too few for it. */
  readonly learner: Learner | null;
  readonly ridge: KernelRidge;
}

/** What the two judges say of each class; the class of what is outside, if any, is the last. */
export interface Verdicts {
  /** Of the linear machine, which is best where examples are many; null where there is none. */
  readonly learnt: readonly number[] | null;
  /** Of the examples around a text, which is best where they are few. */
  readonly likened: readonly number[];
  /** Cosine to the nearest example of any label. */
  readonly nearest: number;
}

/** Waves that stand beside a vector. */
const WAVES = 768;
/** With fewer examples the machine adds nothing to what they are like, and costs most of the time. */
const FEWEST_TO_LEARN = 2_000;
/** What a vector, its waves and the words count. */
const WEIGHTS = { vector: 0.7, waves: 0.8, words: 0.6 } as const;
/** Bring a margin of the machine and a likeness, both about 1, to the size of ordinary scores. */
const MARGIN = 5;
const LIKENESS = 10;
/** Examples a text is compared with: all of a few-shot set, and some of each label of a large one. */
const MOST_COMPARED = 1_000;

/** Null for too few examples to learn from. */
export function createFeatureSpace(examples: readonly Example[]): FeatureSpace | null {
  if (examples.length < FEWEST_TO_LEARN) return null;
  return {
    vocabulary: fitVocabulary(examples.map(({ text }) => text)),
    waves: drawRandomFeatures(examples[0]?.vector.length ?? 0, WAVES),
  };
}

export function toFeatures({ text, vector }: Example, { vocabulary, waves }: FeatureSpace): Features {
  const { indexes, values } = toSparseVector(text, vocabulary);
  const sparse = { indexes, values: values.map((value) => value * WEIGHTS.words) };
  const dense = new Float32Array(vector.length + WAVES);
  dense.set(vector.map((value) => value * WEIGHTS.vector));
  dense.set(
    toWaves(vector, waves).map((value) => value * WEIGHTS.waves),
    vector.length,
  );
  return { dense, sparse };
}

/** @param classes examples by label, those of what is outside last, which may be none */
export async function fitScorer(
  classes: readonly (readonly PreparedExample[])[],
  space: FeatureSpace | null,
  onProgress?: (done: number, of: number) => void,
): Promise<IntentScorer> {
  const hasOutside = (classes.at(-1)?.length ?? 0) > 0;
  const count = hasOutside ? classes.length : classes.length - 1;
  const most = Math.max(1, Math.floor(MOST_COMPARED / Math.max(1, count)));
  const compared = classes.flat().length <= MOST_COMPARED ? classes : classes.map((own) => own.slice(0, most));
  const points = compared.flat().map(({ vector }) => vector);
  const ridge = fitKernelRidge(points, labelsOf(compared), count);
  if (space === null) return { learner: null, ridge };
  const machine = await fitLinearMachine({
    examples: classes.flat().flatMap(({ features }) => features ?? []),
    labels: labelsOf(classes),
    classes: count,
    pieces: space.vocabulary.weights.length,
    onProgress,
  });
  return { learner: { space, machine }, ridge };
}

export function judge({ learner, ridge }: IntentScorer, { vector, features }: PreparedExample): Verdicts {
  const { values, nearest } = likenessTo(ridge, vector);
  const margins = learner && features ? linearScores(learner.machine, features) : null;
  return {
    learnt: margins && Array.from(margins, (margin) => margin * MARGIN),
    likened: Array.from(values, (value) => value * LIKENESS),
    nearest,
  };
}

function labelsOf(classes: readonly (readonly unknown[])[]): Int32Array {
  return Int32Array.from(classes.flatMap((examples, label) => examples.map(() => label)));
}
