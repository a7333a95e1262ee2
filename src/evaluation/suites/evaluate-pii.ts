import { z } from 'zod';
import type { Entity } from '../../conversation/redacted-text.ts';
import { type Evaluation, figure, type OnProgress } from '../evaluation.ts';
import { shareOf } from '../metrics/classification.ts';
import { spanFiguresOf } from '../metrics/span-overlap.ts';

const offset = z.number().int().min(0);

export const piiLine = z.object({
  id: z.string().min(1),
  text: z.string(),
  spans: z.array(z.object({ start: offset, end: offset, type: z.string() })),
});
export type PiiLine = z.infer<typeof piiLine>;

export type RedactText = (text: string) => Promise<{ readonly entities: readonly Entity[] }>;

const AT_ONCE = 200;

/** Redacts every text as `POST /v1/redact` does and compares what was found with what is marked, whatever its kind. */
export async function evaluatePii(
  lines: readonly PiiLine[],
  redactText: RedactText,
  onProgress: OnProgress,
): Promise<Evaluation> {
  const cases = [];
  for (const [index, { id, text, spans }] of lines.entries()) {
    if (index % AT_ONCE === 0) onProgress(`Redacting: ${index} of ${lines.length}`);
    const { entities } = await redactText(text);
    const found = entities.map(({ start, end, type, score }) => ({ start, end, type, score }));
    cases.push({ id, text, expected: spans, found });
  }
  const { recall, precision, f2, expected, found } = spanFiguresOf(cases);
  const clean = cases.filter((one) => one.expected.length === 0);
  return {
    figures: [
      figure('recall', recall, expected),
      figure('precision', precision, found),
      figure('f2', f2, expected),
      figure(
        'cleanTextsMarked',
        shareOf(clean, (one) => one.found.length > 0),
        clean.length,
      ),
    ],
    predictions: cases.map(({ id, found: spans }) => ({ id, spans })),
  };
}
