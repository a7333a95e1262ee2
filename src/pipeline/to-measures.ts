import type { PolicyFlag, TurnMeasures } from '../telemetry/turn-metrics.ts';
import type { TurnNotes } from './turn-notes.ts';

/** A sealed turn as it is counted: codes, ids of policy and numbers, nothing anybody wrote. */
export function toMeasures(notes: TurnNotes): TurnMeasures {
  const { triage, passages, drafts } = notes;
  return {
    category: triage?.category ?? null,
    mood: triage && { label: triage.sentiment.label, trend: triage.sentiment.trend },
    confidence: triage?.intent.confidence ?? null,
    relevance: passages[0]?.relevance ?? null,
    grounded: drafts.flatMap(({ grounded }) => grounded ?? []),
    passages: notes.timings.has('retrieve') ? passages.length : null,
    flags: flagsOf(notes),
    findings: drafts.flatMap(({ findings }) => findings.map(({ check }) => check)),
  };
}

/** Before and after an answer the same rules may be asked: each counts once in a turn. */
function flagsOf({ triage, explanations }: TurnNotes): readonly PolicyFlag[] {
  const ids = (pick: (one: TurnNotes['explanations'][number]) => readonly { readonly id: string }[]) => [
    ...new Set(explanations.flatMap((one) => pick(one).map(({ id }) => id))),
  ];
  return [
    ...ids(({ explanation }) => explanation.rules).map((rule) => ({ kind: 'hard-rule', rule }) as const),
    ...ids(({ explanation }) => explanation.signals).map((rule) => ({ kind: 'soft-signal', rule }) as const),
    ...(triage?.handler ? [{ kind: 'handler', rule: triage.handler.id } as const] : []),
    ...(triage?.topic ? [{ kind: 'topic', rule: triage.topic.id } as const] : []),
  ];
}
