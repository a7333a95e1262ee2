import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const sampleSchema = z.object({
  questions: z.array(
    z.object({ text: z.string(), intent: z.string(), document: z.string(), answerContains: z.string() }),
  ),
  unanswerable: z.array(z.object({ text: z.string(), kind: z.enum(['in-domain', 'out-of-domain']) })),
  personPlease: z.array(z.string()),
  legalOrSafety: z.array(z.object({ text: z.string(), kind: z.enum(['legal', 'safety', 'security']) })),
  lookAlikes: z.array(z.string()),
});

export type BankSample = z.infer<typeof sampleSchema>;
export type BankQuestion = BankSample['questions'][number];
/** `tuning` may be looked at and fitted on; `held-out` is only ever measured. */
export type Half = 'tuning' | 'held-out';

export function readBankSample(): BankSample {
  return sampleSchema.parse(parse(readFileSync(new URL('./bank-questions.yaml', import.meta.url), 'utf8')));
}

/** A text is always in the same half, whatever is added to the file. */
export function halfOf(text: string): Half {
  const [byte = 0] = createHash('sha256').update(text).digest();
  return byte % 2 === 0 ? 'tuning' : 'held-out';
}
