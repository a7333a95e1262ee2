import type { Outcome } from '../conversation/outcome.ts';
import type { Triage } from '../triage/triage.ts';
import { toExplanation } from './explain/to-explanation.ts';
import { factsForAssistant } from './remembering/recall-facts.ts';
import type { JudgeNote } from './turn-notes.ts';
import type { TurnWork } from './turn-work.ts';
import type { StageName, TurnView } from './views.ts';

type Json = Readonly<Record<string, unknown>>;

/** A model by its catalogue id and the hash of its weights. */
type ModelVersion = { readonly id: string; readonly sha256: string };

/** What a turn was answered with, beside the policy its notes name. */
export interface DecisionVersions {
  readonly knowledge: string;
  readonly embedModel: ModelVersion;
  /** Null where no model worded anything. */
  readonly textModel: ModelVersion | null;
  readonly prompt: string | null;
}

/** Why the turn ended as it did, in one value that staff read and the log keeps. JSON only, nothing personal. */
export function toDecision({ notes }: Pick<TurnWork, 'notes'>, outcome: Outcome, versions: DecisionVersions): Json {
  return {
    outcome: outcome.kind,
    reason: outcome.kind === 'handed-over' ? outcome.reason : null,
    mode: outcome.kind === 'with-person' ? null : outcome.reply.mode,
    explanation: toExplanation(notes, outcome),
    policy: notes.policy.hash,
    layers: notes.policy.layers,
    rules: notes.explanations.flatMap(({ stage, explanation }) =>
      explanation.rules.map((rule) => ({ stage, ...rule })),
    ),
    signals: notes.signals ?? {},
    escalation: notes.explanations.map(({ stage, kind, explanation }) => ({
      stage,
      kind,
      score: round(explanation.score),
      threshold: explanation.threshold,
      held: explanation.signals,
      unsure: explanation.unsure,
    })),
    ...(notes.judge ? { judge: toJudgeView(notes.judge) } : {}),
    passages: notes.passages.map(({ id, version, relevance, ageDays, stale }) => ({
      id,
      version,
      relevance: round(relevance),
      ageDays,
      stale,
    })),
    drafts: notes.drafts.map(({ mode, accepted, grounded, findings }) => ({
      mode,
      accepted,
      grounded: grounded === null ? null : round(grounded),
      findings,
    })),
    ...(Object.keys(notes.action.record).length > 0 ? { action: notes.action.record } : {}),
    ...memoryOf(notes),
    versions,
    raised: notes.raised,
    askedFirst: notes.askedFirst,
    ...(notes.fallbacks.length > 0 ? { fallbacks: notes.fallbacks } : {}),
    fault: notes.fault,
  };
}

/** Which facts the path was told, by id alone: the entry of the turn is the record of that reading. */
function memoryOf({ memory }: TurnWork['notes']): Json {
  const read = memory ? factsForAssistant(memory) : [];
  return read.length > 0 ? { memory: { read: read.map(({ id }) => id) } } : {};
}

function toJudgeView({ probabilities, classifier, request: _request, ...asked }: JudgeNote): Json {
  return {
    ...asked,
    probabilities: probabilities?.map(round) ?? null,
    classifier: {
      intent: classifier.intent,
      confidence: round(classifier.confidence),
      inScope: round(classifier.inScope),
    },
  };
}

export function toTriageView(triage: Triage | null): Json {
  if (triage === null) return {};
  const { intent, alternatives, ...rest } = triage;
  return {
    ...rest,
    intent: { id: intent.id, confidence: round(intent.confidence) },
    alternatives: alternatives.map(({ id, confidence }) => ({ id, confidence: round(confidence) })),
    inScope: round(triage.inScope),
    // Offsets are those of the message as it came in, UTF-16; its text is nowhere.
    entities: triage.entities.map(({ type, placeholder, start, end, score }) => ({
      type,
      placeholder,
      start,
      end,
      score,
    })),
  };
}

export function toTimings({ notes }: Pick<TurnWork, 'notes'>): TurnView['timings'] {
  const { budgetsMs: budgets } = notes.policy.files.limits;
  const deadlines: Partial<Record<StageName, number>> = notes.policy.files.limits.deadlinesMs;
  const entries = [...notes.timings].map(([stage, ms]): [StageName, TurnView['timings'][string]] => [
    stage,
    { ms: round(ms), budgetMs: budgets[stage], ...deadlineOf(deadlines[stage]) },
  ]);
  return Object.fromEntries(entries);
}

function deadlineOf(ms: number | undefined): { readonly deadlineMs?: number } {
  return ms === undefined ? {} : { deadlineMs: ms };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
