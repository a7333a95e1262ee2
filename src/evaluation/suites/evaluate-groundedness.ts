import { z } from 'zod';
import { groundedness } from '../../validation/grounding/groundedness.ts';
import { type Evaluation, figure } from '../evaluation.ts';
import { areaUnderRoc, thresholdStopping } from '../metrics/area-under-roc.ts';
import { shareOf } from '../metrics/classification.ts';

export const groundednessLine = z.object({
  id: z.string().min(1),
  question: z.string().optional(),
  passage: z.string(),
  reply: z.string(),
  grounded: z.boolean(),
});
export type GroundednessLine = z.infer<typeof groundednessLine>;

/** Share of bad replies that a threshold must stop. */
const STOPPED = 0.9;

/** Scores replies as validation does: how far does each rest on its passage. */
export function evaluateGroundedness(lines: readonly GroundednessLine[]): Evaluation {
  const scored = lines.map(({ id, passage, reply, grounded }) => ({
    id,
    score: groundedness(reply, [passage]),
    positive: grounded,
  }));
  const good = scored.filter(({ positive }) => positive);
  const bad = scored.filter(({ positive }) => !positive).map(({ score }) => score);
  const threshold = thresholdStopping(bad, STOPPED);
  const stopped = bad.length === 0 ? null : shareOf(good, ({ score }) => score <= threshold);
  return {
    figures: [
      figure('auroc', areaUnderRoc(scored), scored.length),
      figure('goodStoppedAt90', stopped, good.length),
      figure('thresholdAt90', bad.length === 0 ? null : threshold, bad.length),
    ],
    predictions: scored.map(({ id, score }) => ({ id, grounded: score })),
  };
}
