import { probabilityOf, softmax } from './calibrate.ts';
import { type IntentModel, leadOf, scoreText } from './fit-intents.ts';
import type { Example } from './intent-scorer.ts';

export interface IntentGuess {
  /** Labels with their probability, most likely first; they add up to 1 together with everything outside scope. */
  readonly ranked: readonly { readonly label: string; readonly confidence: number }[];
  /** 0–1: probability that the text belongs to any label at all. */
  readonly inScope: number;
}

/** Classifies one text by its words and its vector, with what the examples taught. */
export function classifyIntent(question: Example, model: IntentModel): IntentGuess {
  const scores = scoreText(model, question);
  const inScope = probabilityOf(model.scope, leadOf(scores));
  const shares = softmax(scores.labels, model.temperature);
  const ranked = model.labels
    .map((label, index) => ({ label, confidence: (shares[index] ?? 0) * inScope }))
    .sort((a, b) => b.confidence - a.confidence);
  return { ranked, inScope };
}
