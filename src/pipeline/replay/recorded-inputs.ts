import { z } from 'zod';
import type { LogEntry } from '../../audit/entry-format.ts';
import type { OpenedText } from '../../audit/entry-texts.ts';
import type { ConversationEvent } from '../../conversation/conversation-event.ts';

/** A conversation as the log and the stored events have it, opened as far as its keys allow. */
export interface RecordedConversation {
  readonly entries: readonly {
    readonly index: number;
    readonly entry: LogEntry;
    readonly texts: Readonly<Record<string, OpenedText>>;
  }[];
  readonly events: readonly ConversationEvent[];
}

export type TurnEntry = Extract<LogEntry, { kind: 'turn' }>;

const finding = z.object({ check: z.string() });
const model = z.object({ id: z.string(), sha256: z.string() });

const decisionSchema = z.object({
  policy: z.string(),
  rules: z.array(z.object({ stage: z.string(), id: z.string(), at: z.string() })),
  signals: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  drafts: z.array(z.object({ mode: z.string(), accepted: z.boolean(), findings: z.array(finding) })),
  action: z.record(z.string(), z.unknown()).optional(),
  versions: z.object({ knowledge: z.string(), embedModel: model, textModel: model.nullable() }),
  judge: z.object({ model, fault: z.string().nullable() }).optional(),
  fault: z.string().nullable(),
  explanation: z.object({ nodes: z.array(z.object({ stage: z.string() })) }),
});

const kept = z.object({ text: z.string(), cut: z.object({ sha256: z.string() }).optional() });

const recordSchema = z.object({
  v: z.literal(1),
  entities: z.array(
    z.object({
      type: z.string(),
      start: z.number(),
      end: z.number(),
      score: z.number(),
      source: z.string(),
      placeholder: z.string(),
    }),
  ),
  redactionComplete: z.boolean(),
  streamed: z.boolean(),
  wordsAlone: z.string().nullable().default(null),
  settled: z.array(z.string()).default([]),
  memory: z.array(z.string()).default([]),
  passages: z.array(
    z.object({ id: z.string(), version: z.string(), relevance: z.number(), sentences: z.array(z.number()) }),
  ),
  drafts: z
    .array(
      z.object({
        mode: z.string(),
        sentences: z.array(
          z.object({ text: z.string(), findings: z.array(z.object({ check: z.string(), detail: z.string() })) }),
        ),
      }),
    )
    .default([]),
  generations: z.array(
    z.object({
      user: kept,
      output: kept,
      end: z.string(),
      usage: z.object({ promptTokens: z.number(), completionTokens: z.number() }).nullable(),
    }),
  ),
  judge: z.object({ probabilities: z.array(z.number()).nullable() }).optional(),
  calls: z.array(z.object({ operation: z.string(), result: z.string() })).default([]),
});

export type RecordedDecision = z.infer<typeof decisionSchema>;
export type TurnRecord = z.infer<typeof recordSchema>;

/** Everything a turn was decided on and with. */
export interface TurnInputs {
  readonly index: number;
  readonly entry: TurnEntry;
  readonly decision: RecordedDecision;
  readonly record: TurnRecord;
}

/** Why a turn cannot be run again: what it hung on is not on the record, or is not there any more. */
export type Unavailable =
  | 'erased'
  | 'changed'
  | 'earlier-release'
  | 'policy-gone'
  | 'passages-gone'
  | 'memory-gone'
  | 'embedder-other';

/** Why a turn is not run again: policy did not decide it alone. */
export type LeftOut = 'interrupted' | 'system-of-record' | 'taken-over';

/** Reads what a turn was made of. Code for what is missing. */
export function readInputs(recorded: RecordedConversation, turn: number): TurnInputs | Unavailable | 'no-such-turn' {
  const found = recorded.entries.find(({ entry }) => entry.kind === 'turn' && entry.turn === turn);
  if (found?.entry.kind !== 'turn') return 'no-such-turn';
  const { index, entry, texts } = found;
  const states = Object.values(texts).map(({ state }) => state);
  if (states.includes('changed')) return 'changed';
  if (states.includes('erased')) return 'erased';
  const [decision, record] = [decisionSchema.safeParse(entry.decision), recordSchema.safeParse(entry.record)];
  return decision.success && record.success
    ? { index, entry, decision: decision.data, record: record.data }
    : 'earlier-release';
}

/** The parts of a turn's entry that are compared. @throws for an entry that is none of this release */
export function parseDecision(entry: TurnEntry): RecordedDecision {
  return decisionSchema.parse(entry.decision);
}

export function parseRecord(entry: TurnEntry): TurnRecord {
  return recordSchema.parse(entry.record);
}
