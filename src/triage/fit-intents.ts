import { setImmediate as letOthersRun } from 'node:timers/promises';
import { fitLogistic, fitTemperature, type Logistic, logistic, temperatureLoss } from './calibrate.ts';
import {
  createFeatureSpace,
  type Example,
  type FeatureSpace,
  fitScorer,
  type IntentScorer,
  judge,
  type PreparedExample,
  toFeatures,
  type Verdicts,
} from './intent-scorer.ts';

/** Example sentences of one label. */
export interface LabelledExamples {
  readonly label: string;
  readonly examples: readonly Example[];
}

/** What a site's examples teach: how texts are told apart, and how far to believe it. */
export interface IntentModel {
  readonly labels: readonly string[];
  readonly scorer: IntentScorer;
  /** 0–1: what the linear machine counts against the comparison with examples. */
  readonly share: number;
  /** What scores are divided by before they become probabilities. */
  readonly temperature: number;
  /** From how far a text belongs to its best label to the probability of being in scope. */
  readonly scope: Logistic;
}

/** Scores of every label, and of what is outside: null where there are no such examples. */
export interface Scores {
  readonly labels: readonly number[];
  readonly outside: number | null;
  readonly nearest: number;
}

export interface FitIntentsOptions {
  readonly onProgress?: ((what: string) => void) | undefined;
}

/** Up to so many examples, each is judged by a model of the other parts; of more, a fifth is judged and tells enough. */
const MOST_CROSSED = 3_000;
const PARTS = 3;
const PARTS_OF_MANY = 5;
/** Shares that are tried; the one whose probabilities say best how often they are right is taken. */
const SHARES = [0, 0.25, 0.5, 0.75, 1] as const;
/** Fewer examples of what is outside tell too little to draw a line by. */
const FEWEST_OUTSIDE = 8;
/** Without such a line, this share of good questions is counted as outside. */
const DOUBTED = 0.02;
/** What the nearest example counts, where no example shows what is outside. */
const NEAREST = 10;

interface Judgement {
  readonly verdicts: Verdicts;
  /** The label it has; null for what is outside. */
  readonly right: number | null;
}

/** Learns from the examples of a site; its confidence is calibrated on examples left out in turn. */
export async function fitIntents(
  intents: readonly LabelledExamples[],
  outside: readonly Example[],
  { onProgress }: FitIntentsOptions = {},
): Promise<IntentModel> {
  const groups = [...intents.map(({ examples }) => examples), outside];
  const space = createFeatureSpace(groups.flat());
  const classes = await prepare(groups, space);
  const judged = await judgeLeftOut(classes, space, onProgress);
  const known = judged.flatMap(({ verdicts, right }) => (right === null ? [] : [{ verdicts, right }]));
  const rated = (space === null ? [0] : SHARES).map((share) => {
    const scored = known.map(({ verdicts, right }) => ({
      scores: weigh(verdicts, share, intents.length).labels,
      right,
    }));
    const temperature = fitTemperature(scored);
    return { share, temperature, loss: temperatureLoss(scored, temperature) };
  });
  const best = rated.reduce((one, other) => (other.loss < one.loss ? other : one));
  const scorer = await fitScorer(classes, space, (done, of) => onProgress?.(`Learning label ${done} of ${of}`));
  return {
    labels: intents.map(({ label }) => label),
    scorer,
    share: best.share,
    temperature: best.temperature,
    scope: fitScope(
      judged.map(({ verdicts, right }) => ({ scores: weigh(verdicts, best.share, intents.length), right })),
    ),
  };
}

/** Scores of one text. */
export function scoreText({ scorer, share, labels }: IntentModel, example: Example): Scores {
  const prepared = { ...example, features: scorer.learner && toFeatures(example, scorer.learner.space) };
  return weigh(judge(scorer, prepared), share, labels.length);
}

/** How far the best label is ahead of what is outside; where nothing outside is known, how well and how near it is met. */
export function leadOf({ labels, outside, nearest }: Scores): number {
  const best = Math.max(...labels, -1e3);
  return outside === null ? best + NEAREST * nearest : best - outside;
}

function weigh({ learnt, likened, nearest }: Verdicts, share: number, labels: number): Scores {
  const scores = likened.map((value, index) => share * (learnt?.[index] ?? 0) + (1 - share) * value);
  return { labels: scores.slice(0, labels), outside: scores[labels] ?? null, nearest };
}

async function prepare(
  groups: readonly (readonly Example[])[],
  space: FeatureSpace | null,
): Promise<readonly (readonly PreparedExample[])[]> {
  const prepared: (readonly PreparedExample[])[] = [];
  for (const examples of groups) {
    prepared.push(examples.map((example) => ({ ...example, features: space && toFeatures(example, space) })));
    // Each step takes a while; messages under way come first.
    await letOthersRun();
  }
  return prepared;
}

async function judgeLeftOut(
  classes: readonly (readonly PreparedExample[])[],
  space: FeatureSpace | null,
  onProgress: FitIntentsOptions['onProgress'],
): Promise<readonly Judgement[]> {
  const many = classes.flat().length > MOST_CROSSED;
  const parts = many ? PARTS_OF_MANY : PARTS;
  const judged: Judgement[] = [];
  for (let part = 0; part < (many ? 1 : parts); part += 1) {
    const others = classes.map((examples) => examples.filter((_, index) => index % parts !== part));
    const scorer = await fitScorer(others, space, (done, of) => onProgress?.(`Calibrating on label ${done} of ${of}`));
    for (const [label, examples] of classes.entries()) {
      const right = label === classes.length - 1 ? null : label;
      const leftOut = examples.filter((_, index) => index % parts === part);
      judged.push(...leftOut.map((example) => ({ verdicts: judge(scorer, example), right })));
      await letOthersRun();
    }
  }
  return judged;
}

function fitScope(judged: readonly { readonly scores: Scores; readonly right: number | null }[]): Logistic {
  const inside = judged.filter(({ right }) => right !== null).map(({ scores }) => leadOf(scores));
  const outside = judged.filter(({ right }) => right === null).map(({ scores }) => leadOf(scores));
  if (outside.length >= FEWEST_OUTSIDE) return fitLogistic(inside, outside);
  const sorted = inside.toSorted((a, b) => a - b);
  const low = sorted[Math.floor(sorted.length * DOUBTED)] ?? 0;
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  // The middle of the known questions is in scope for sure, its lower edge as likely as not.
  return logistic(low, Math.max(middle - low, 1e-3) / 5);
}
