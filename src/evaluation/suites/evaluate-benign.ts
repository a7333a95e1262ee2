import { z } from 'zod';
import { type Evaluation, figure, type OnProgress } from '../evaluation.ts';
import { shareOf } from '../metrics/classification.ts';

export const benignLine = z.object({ id: z.string().min(1), text: z.string().min(1) });
export type BenignLine = z.infer<typeof benignLine>;

/** What became of a message: how its turn ended, and whether it was stopped as dangerous though it is harmless. */
export interface Ending {
  readonly outcome: string;
  readonly reason: string | null;
}

/** Sends a message in a conversation of its own. */
export type AskAppliance = (text: string) => Promise<Ending>;

/** Reasons that accuse a harmless message of something; every other handover is a matter of scope or doubt. */
const accusing: readonly string[] = ['legal-language', 'safety', 'security'];
const AT_ONCE = 10;

/** Sends harmless texts through whole turns. */
export async function evaluateBenign(
  lines: readonly BenignLine[],
  ask: AskAppliance,
  onProgress: OnProgress,
): Promise<Evaluation> {
  const predictions: { id: string; outcome: string; flagged: boolean }[] = [];
  for (const [index, { id, text }] of lines.entries()) {
    if (index % AT_ONCE === 0) onProgress(`Asking: ${index} of ${lines.length}`);
    const { outcome, reason } = await ask(text);
    predictions.push({ id, outcome, flagged: reason !== null && accusing.includes(reason) });
  }
  return {
    figures: [
      figure(
        'flagged',
        shareOf(predictions, ({ flagged }) => flagged),
        predictions.length,
      ),
      figure(
        'answered',
        shareOf(predictions, ({ outcome }) => outcome === 'answered'),
        predictions.length,
      ),
    ],
    predictions,
  };
}
