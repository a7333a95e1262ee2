import type { IntentGuess } from './classify-intent.ts';
import type { Triage } from './triage.ts';

/** What a judge says of the few labels it was asked about. */
export interface JudgeVerdict {
  readonly labels: readonly string[];
  /** One a label, in their order, and last that of none of them; they add up to 1. */
  readonly probabilities: readonly number[];
  /** 0–1: what the judge counts against the classifier. */
  readonly weight: number;
}

/** When the classifier counts as unsure. */
export interface Unsure {
  /** Where it cannot tell whether the message is for this assistant at all. */
  readonly inScope: { readonly from: number; readonly below: number };
  /** Where the second label is so near to the first. */
  readonly marginBelow: number;
}

/** Labels a judge is asked about. */
const MOST_LABELS = 3;

/** True in the band of doubt about scope, and above it where two labels are near each other. Below it nothing is asked. */
export function isUnsure({ intent, alternatives, inScope }: Triage, { inScope: band, marginBelow }: Unsure): boolean {
  if (inScope < band.from) return false;
  const margin = intent.confidence - (alternatives[0]?.confidence ?? 0);
  return inScope < band.below || margin < marginBelow;
}

/**
 * The likeliest labels, in the order of their names: in order of likelihood, the first letter would always be the
 * classifier's own answer, and models lean towards first letters.
 */
export function labelsInDoubt({ intent, alternatives }: Triage): readonly string[] {
  const likeliest = [intent, ...alternatives].slice(0, MOST_LABELS).map(({ id }) => id);
  return likeliest.toSorted();
}

/**
 * The classifier's guess with a judge's verdict: a linear opinion pool. What the classifier gives to the labels in doubt
 * and to what is outside is shared out anew, `weight` of it as the judge says and the rest as it was; labels the judge
 * was not asked about keep what they have.
 *
 * @see Stone, "The opinion pool", 1961
 */
export function withVerdict(guess: IntentGuess, { labels, probabilities, weight }: JudgeVerdict): IntentGuess {
  const outside = 1 - guess.inScope;
  const asked = guess.ranked.filter(({ label }) => labels.includes(label));
  const shared = asked.reduce((sum, { confidence }) => sum + confidence, outside);
  const pooled = (own: number, probability = 0): number => (1 - weight) * own + weight * shared * probability;
  const ranked = guess.ranked
    .map(({ label, confidence }) => {
      const place = labels.indexOf(label);
      return { label, confidence: place === -1 ? confidence : pooled(confidence, probabilities[place]) };
    })
    .sort((a, b) => b.confidence - a.confidence);
  return { ranked, inScope: 1 - pooled(outside, probabilities[labels.length]) };
}
