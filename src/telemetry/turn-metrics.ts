import { Counter, Histogram, type Registry } from 'prom-client';
import type { ToLabel } from './label.ts';

/** Shares from 0 to 1, finer where decisions are taken. */
const shareBuckets = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1];
const passageBuckets = [0, 1, 2, 3, 5, 8, 13, 20];

/** What policy said of a turn: a rule that fired, a signal that held, words or a topic that were recognised. */
export interface PolicyFlag {
  readonly kind: 'hard-rule' | 'soft-signal' | 'handler' | 'topic';
  /** Its id in the policy files. */
  readonly rule: string;
}

/** A sealed turn as it is counted. Ids of policy, codes and numbers alone; null where the turn did not come that far. */
export interface TurnMeasures {
  /** Of the intent; one of a closed list. */
  readonly category: string | null;
  readonly mood: { readonly label: string; readonly trend: string } | null;
  /** 0–1: how sure the intent is. */
  readonly confidence: number | null;
  /** 0–1: how likely the best passage answers. */
  readonly relevance: number | null;
  /** 0–1, of every draft that was accepted. */
  readonly grounded: readonly number[];
  /** Passages the turn had before it. */
  readonly passages: number | null;
  readonly flags: readonly PolicyFlag[];
  /** Ids of the checks that found something in a draft, once for each finding. */
  readonly findings: readonly string[];
}

/** What a person said of a handover when it was resolved. */
export interface HandoverVerdict {
  readonly reason: string;
  /** Null where they did not say. `true` makes the handover a false alarm. */
  readonly assistantWasRight: boolean | null;
}

export interface TurnCounters {
  countTurn(measures: TurnMeasures): void;
  countVerdict(verdict: HandoverVerdict): void;
}

/** Counters and distributions of what was asked and decided. */
export function createTurnCounters(registry: Registry, label: ToLabel): TurnCounters {
  const metrics = registerTurnMetrics(registry);
  return {
    countTurn: function countTurn({ category, mood, confidence, relevance, grounded, passages, flags, findings }) {
      const known = { category: label('category', category ?? 'none') };
      if (mood) metrics.moods.inc({ ...known, mood: label('mood', mood.label), trend: label('trend', mood.trend) });
      if (confidence !== null) metrics.confidence.observe(known, confidence);
      if (relevance !== null) metrics.relevance.observe(relevance);
      for (const share of grounded) metrics.grounded.observe(share);
      if (passages !== null) metrics.passages.observe(passages);
      for (const { kind, rule } of flags) metrics.flags.inc({ kind, rule: label('rule', rule) });
      for (const check of findings) metrics.findings.inc({ check: label('check', check) });
    },
    countVerdict: function countVerdict({ reason, assistantWasRight }) {
      const verdict = assistantWasRight === null ? 'unsaid' : assistantWasRight ? 'false-alarm' : 'needed';
      metrics.verdicts.inc({ reason: label('reason', reason), verdict });
    },
  };
}

function registerTurnMetrics(registry: Registry) {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter<Label>({ name: `confidant_${name}`, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `confidant_${name}`, help, registers, buckets });
  const confidence = new Histogram({
    name: 'confidant_intent_confidence',
    help: 'How sure the intent of a turn is, 0 to 1',
    labelNames: ['category'] as const,
    registers,
    buckets: shareBuckets,
  });
  return {
    confidence,
    moods: counter('moods_total', 'Turns by the mood of the customer and its direction', ['category', 'mood', 'trend']),
    flags: counter('policy_flags_total', 'Rules, signals, handlers and topics of policy that held', ['kind', 'rule']),
    findings: counter('findings_total', 'Findings of validation in drafts, by check', ['check']),
    verdicts: counter('handover_verdicts_total', 'Resolved handovers by what the person said of them', [
      'reason',
      'verdict',
    ]),
    relevance: histogram('retrieval_relevance', 'How likely the best passage answers, 0 to 1', shareBuckets),
    grounded: histogram('reply_grounded', 'How well accepted drafts stand on their passages, 0 to 1', shareBuckets),
    passages: histogram('context_passages', 'Passages a turn had before it', passageBuckets),
  };
}
