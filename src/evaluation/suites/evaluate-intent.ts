import { setImmediate as letOthersRun } from 'node:timers/promises';
import { z } from 'zod';
import { embedAll } from '../../models/embed-all.ts';
import type { Embedder } from '../../models/embedder.ts';
import { classifyIntent } from '../../triage/classify-intent.ts';
import { fitIntents, type LabelledExamples } from '../../triage/fit-intents.ts';
import type { Example } from '../../triage/intent-scorer.ts';
import { type Evaluation, figure, type OnProgress } from '../evaluation.ts';
import { areaUnderRoc, thresholdStopping } from '../metrics/area-under-roc.ts';
import { calibrationErrorOf } from '../metrics/calibration-error.ts';
import { accuracyOf, macroF1Of, shareOf } from '../metrics/classification.ts';

export const labelledLine = z.object({ id: z.string().min(1), text: z.string().min(1), label: z.string().min(1) });
export type LabelledLine = z.infer<typeof labelledLine>;

export interface IntentInput {
  readonly train: readonly LabelledLine[];
  readonly test: readonly LabelledLine[];
}

/** Label of what is outside every known intent. */
const OUTSIDE = 'none';
/** Share of what is outside that a threshold must stop. */
const STOPPED = 0.9;
/** Texts that are classified before others may run. */
const AT_ONCE = 50;

/** Trains the few-shot classifier of triage on the examples and asks it every test text. */
export async function evaluateIntent(
  { train, test }: IntentInput,
  embedder: Embedder,
  onProgress: OnProgress,
): Promise<Evaluation> {
  const examples = await toExamples(train, embedder, (done) => onProgress(`Embedding examples: ${done}`));
  const questions = await toExamples(test, embedder, (done) => onProgress(`Embedding questions: ${done}`));
  const { intents, outside } = groupByLabel(train, examples);
  const model = await fitIntents(intents, outside, { onProgress });
  const predictions = [];
  for (const [index, { id, label: expected }] of test.entries()) {
    const question = questions[index];
    if (question === undefined) continue;
    const { ranked, inScope } = classifyIntent(question, model);
    const [best] = ranked;
    predictions.push({ id, expected, label: best?.label ?? OUTSIDE, confidence: best?.confidence ?? 0, inScope });
    if (index % AT_ONCE === 0) {
      onProgress(`Classifying: ${index} of ${test.length}`);
      await letOthersRun();
    }
  }
  return {
    figures: figuresOf(predictions),
    predictions: predictions.map(({ id, label, confidence, inScope }) => ({ id, label, confidence, inScope })),
  };
}

interface IntentPrediction {
  readonly expected: string;
  readonly label: string;
  readonly confidence: number;
  readonly inScope: number;
}

function figuresOf(predictions: readonly IntentPrediction[]): Evaluation['figures'] {
  const inside = predictions.filter(({ expected }) => expected !== OUTSIDE);
  const outside = predictions.filter(({ expected }) => expected === OUTSIDE);
  const judged = inside.map(({ expected, label }) => ({ expected, predicted: label }));
  const confident = inside.map(({ expected, label, confidence }) => ({ confidence, right: expected === label }));
  const scored = predictions.map(({ expected, inScope }) => ({ score: inScope, positive: expected !== OUTSIDE }));
  const threshold = thresholdStopping(
    outside.map(({ inScope }) => inScope),
    STOPPED,
  );
  const kept = shareOf(inside, ({ expected, label, inScope }) => expected === label && inScope > threshold);
  return [
    figure('accuracy', accuracyOf(judged), inside.length),
    figure('macroF1', macroF1Of(judged), inside.length),
    figure('calibrationError', calibrationErrorOf(confident), inside.length),
    figure('outOfScopeAuroc', areaUnderRoc(scored), scored.length),
    // Right and kept, where nine in ten of what is outside are stopped.
    figure('inScopeAccuracyAt90', outside.length === 0 ? null : kept, inside.length),
  ];
}

async function toExamples(
  lines: readonly LabelledLine[],
  embedder: Embedder,
  onProgress: (done: string) => void,
): Promise<readonly Example[]> {
  const texts = lines.map(({ text }) => text);
  const vectors = await embedAll(embedder, texts, (done) => onProgress(`${done} of ${texts.length}`));
  return vectors.map((vector, index) => ({ text: texts[index] ?? '', vector }));
}

function groupByLabel(lines: readonly LabelledLine[], examples: readonly Example[]) {
  const groups = new Map<string, Example[]>();
  for (const [index, { label }] of lines.entries()) {
    const example = examples[index];
    const group = groups.get(label) ?? [];
    if (example) group.push(example);
    groups.set(label, group);
  }
  const outside = groups.get(OUTSIDE) ?? [];
  groups.delete(OUTSIDE);
  const intents: readonly LabelledExamples[] = [...groups].map(([label, own]) => ({ label, examples: own }));
  return { intents, outside };
}
