import { z } from 'zod';
import { embedAll } from '../../models/embed-all.ts';
import type { Embedder } from '../../models/embedder.ts';
import type { MoodCalibration } from '../../policy/moods.ts';
import type { PolicySnapshot } from '../../policy/policy-snapshot.ts';
import type { MoodLabel } from '../../triage/fit-mood.ts';
import { type MoodShares, moodSharesOf } from '../../triage/mood-model.ts';
import { type Mood, moodOf } from '../../triage/sentiment.ts';
import { type Evaluation, figure, type OnProgress } from '../evaluation.ts';
import { areaUnderRoc } from '../metrics/area-under-roc.ts';
import { calibrationErrorOf } from '../metrics/calibration-error.ts';
import { accuracyOf, macroF1Of, shareOf } from '../metrics/classification.ts';

export const moodLine = z.object({
  id: z.string().min(1),
  text: z.string().min(1),
  label: z.enum(['negative', 'neutral', 'positive']),
});
export type MoodLine = z.infer<typeof moodLine>;

export interface SentimentInput {
  readonly test: readonly MoodLine[];
  readonly policy: PolicySnapshot;
  /** How moods are read from vectors: that of the policy, or one just fitted. */
  readonly calibration: MoodCalibration;
}

/** Reads the mood of every text as triage does: words of policy first, then statistics. */
export async function evaluateSentiment(
  { test, policy, calibration }: SentimentInput,
  embedder: Embedder,
  onProgress: OnProgress,
): Promise<Evaluation> {
  const texts = test.map(({ text }) => text);
  const vectors = await embedAll(embedder, texts, (done) => onProgress(`Embedding: ${done} of ${texts.length}`));
  const read = test.map(({ id, text, label: expected }, index) => {
    const shares = moodSharesOf(vectors[index] ?? new Float32Array(), calibration);
    const mood = moodOf(text, policy, { shares, negativeFrom: calibration.negativeFrom });
    return { id, expected, shares, mood, label: labelOf(mood, shares), score: scoreOf(mood, shares) };
  });
  const judged = read.map(({ expected, label }) => ({ expected, predicted: label }));
  const scored = read.map(({ expected, score }) => ({ score: -score, positive: expected === 'negative' }));
  const confident = read.map(({ expected, shares }) => ({
    confidence: shares.negative,
    right: expected === 'negative',
  }));
  const negative = read.filter(({ expected }) => expected === 'negative');
  const neutral = read.filter(({ expected }) => expected === 'neutral');
  return {
    figures: [
      figure('accuracy', accuracyOf(judged), judged.length),
      figure('macroF1', macroF1Of(judged), judged.length),
      figure('negativeAuroc', areaUnderRoc(scored), scored.length),
      figure('calibrationError', calibrationErrorOf(confident), confident.length),
      // What the labels that rules go by make of it: `frustrated` or `angry`.
      figure(
        'missedAnger',
        shareOf(negative, ({ mood }) => !isUnhappy(mood)),
        negative.length,
      ),
      figure(
        'needlessEscalation',
        shareOf(neutral, ({ mood }) => isUnhappy(mood)),
        neutral.length,
      ),
    ],
    predictions: read.map(({ id, label, score }) => ({ id, label, score })),
  };
}

function isUnhappy({ label }: Mood): boolean {
  return label === 'frustrated' || label === 'angry';
}

function labelOf(mood: Mood, { negative, neutral, positive }: MoodShares): MoodLabel {
  if (isUnhappy(mood)) return 'negative';
  if (positive > negative && positive > neutral) return 'positive';
  return negative > neutral ? 'negative' : 'neutral';
}

function scoreOf(mood: Mood, { negative, positive }: MoodShares): number {
  const read = positive - negative;
  return isUnhappy(mood) ? Math.min(read, mood.score) : read;
}
