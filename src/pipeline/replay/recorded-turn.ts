import { z } from 'zod';
import { handoverReasons } from '../../conversation/outcome.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import type { RedactedText } from '../../conversation/redacted-text.ts';

/** A turn as the store keeps it, with what its conversation was started with. */
export interface RecordedRow {
  readonly conversation: string;
  readonly turn: number;
  readonly question: string;
  readonly sentiment: number;
  readonly intent: string;
  readonly channel: string;
  readonly tier: string;
  readonly language: string;
  /** The whole TurnView as JSON. */
  readonly view: string;
}

// What was recorded was redacted before, so reading gives it its type again.
const redacted = z.custom<RedactedText>((value) => typeof value === 'string');
const place = z.object({ id: z.string(), at: z.string() });
const rule = place.extend({ stage: z.string() });
const escalation = z.object({
  stage: z.string(),
  kind: z.string(),
  score: z.number(),
  threshold: z.number(),
  held: z.array(place.extend({ weight: z.number() })),
  unsure: z.array(z.string()),
});
const draft = z.object({
  mode: z.string(),
  accepted: z.boolean(),
  findings: z.array(z.object({ check: z.string(), sentence: z.number(), detail: z.string() })),
});
const explanation = z.object({
  line: z.string(),
  nodes: z.array(z.object({ stage: z.string(), ms: z.number().nullable(), decided: z.string() })),
});
const judge = z.object({
  model: z.object({ id: z.string() }),
  choices: z.array(z.string()),
  probabilities: z.array(z.number()).nullable(),
  weight: z.number(),
  fault: z.string().nullable(),
  classifier: z.object({ intent: z.string(), confidence: z.number(), inScope: z.number() }),
});
const signal = z.union([z.string(), z.number(), z.boolean()]);

const viewSchema = z.object({
  outcome: z.enum(['answered', 'clarifying', 'confirming', 'handed-over', 'with-person']),
  reply: z
    .object({ text: z.string(), mode: z.string(), citations: z.array(z.object({ quote: z.string() })) })
    .nullable(),
  handover: z.object({ queue: z.string(), priority: z.string() }).nullable(),
  triage: z.object({
    intent: z.object({ id: z.string(), confidence: z.number() }).optional(),
    topic: z.object({ id: z.string() }).nullish(),
    complexity: z.object({ matters: z.array(z.string()).default([]) }).optional(),
  }),
  decision: z.object({
    reason: z.enum(handoverReasons).nullable(),
    policy: z.string(),
    layers: z.array(z.string()).default([]),
    rules: z.array(rule),
    signals: z.record(z.string(), signal),
    escalation: z.array(escalation),
    drafts: z.array(draft),
    judge: judge.optional(),
    fault: z.string().nullable(),
    explanation: explanation.optional(),
  }),
  timings: z.record(z.string(), z.object({ ms: z.number(), budgetMs: z.number() })),
});

/** What can be said again of a turn: where it came from, what was found, and how it ended. */
export interface RecordedTurn extends Omit<RecordedRow, 'view' | 'question'>, z.infer<typeof viewSchema> {
  readonly question: RedactedText;
}

/** Reads a recorded turn; undefined for one that another version of the appliance wrote in another way. */
export function parseRecordedTurn({ view, question, ...row }: RecordedRow): RecordedTurn | undefined {
  const parsed = viewSchema.safeParse(parseJson(view));
  return parsed.success ? { ...row, ...parsed.data, question: redacted.parse(question) } : undefined;
}
