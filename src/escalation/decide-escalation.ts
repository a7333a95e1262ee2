import type { HandoverReason, Priority } from '../conversation/outcome.ts';
import type { Condition } from '../policy/condition.ts';
import type { HardRule, PolicySnapshot, SensitiveHandler } from '../policy/policy-snapshot.ts';
import type { Signals } from '../policy/signals.ts';
import type { Decision, Explanation } from './decision.ts';

/** Decides before anything is looked up: what needs no answer, or must not get one. */
export function decideBefore(signals: Signals, policy: PolicySnapshot): Decision {
  const handler = policy.handlers.find((one) => one.id === signals.handler);
  if (handler) return handOver(policy, signals, handler, explain([{ id: handler.id, at: handler.at }]));
  return decideHard('before', signals, policy);
}

/** Decides with everything known: passages, draft and findings. */
export function decideAfter(signals: Signals, policy: PolicySnapshot): Decision {
  const hard = decideHard('after', signals, policy);
  if (hard.kind === 'hand-over') return hard;
  const unsure: string[] = [...hard.explanation.unsure];
  const held = policy.softSignals.filter((signal) => holds(signal.condition, signals, unsure));
  const score = held.reduce((sum, signal) => sum + signal.weight, 0);
  const { soft } = policy.files.escalation;
  const threshold = soft.perIntent[signals.intent] ?? soft.threshold;
  const explanation: Explanation = {
    rules: [],
    signals: held.map(({ id, weight, at }) => ({ id, weight, at })),
    score,
    threshold,
    unsure,
  };
  if (score < threshold && unsure.length === 0) return { kind: 'go-on', explanation };
  // A condition nobody could evaluate is a doubt, and every such doubt ends with a person: asking back would not settle it.
  if (unsure.length === 0 && holds(policy.clarifyWhen, signals, unsure)) return { kind: 'clarify', explanation };
  const [heaviest] = [...held].sort((a, b) => b.weight - a.weight);
  return handOver(
    policy,
    signals,
    { reason: heaviest?.reason ?? 'appliance-fault', queue: null, priority: null },
    explanation,
  );
}

function decideHard(stage: HardRule['stage'], signals: Signals, policy: PolicySnapshot): Decision {
  const unsure: string[] = [];
  const fired = policy.hardRules.filter((rule) => rule.stage === stage && holds(rule.condition, signals, unsure));
  const explanation = { ...explain(fired.map(({ id, at }) => ({ id, at }))), unsure };
  const [first] = fired;
  if (first) return handOver(policy, signals, first, explanation);
  if (unsure.length > 0 && stage === 'before') {
    return handOver(policy, signals, { reason: 'appliance-fault', queue: null, priority: null }, explanation);
  }
  return { kind: 'go-on', explanation };
}

/** The queue: the rule's own, else the tier's, else the intent's, else the default one. */
function handOver(
  policy: PolicySnapshot,
  signals: Signals,
  rule: Pick<HardRule, 'reason' | 'queue' | 'priority'> | Pick<SensitiveHandler, 'reason' | 'queue' | 'priority'>,
  explanation: Explanation,
): Decision {
  return {
    kind: 'hand-over',
    reason: rule.reason,
    queue: rule.queue ?? queueFor(policy, signals),
    priority: rule.priority ?? toPriority(signals.urgency),
    explanation,
  };
}

/** Where a conversation of this tier and intent waits when no rule names a queue. */
export function queueFor(policy: PolicySnapshot, signals: Pick<Signals, 'tier' | 'intent' | 'inScope'>): string {
  const { tierQueues, defaultQueue } = policy.files.escalation;
  const byIntent = signals.inScope >= 0.5 ? policy.intents.get(signals.intent)?.queue : undefined;
  // A tier comes from the caller: `constructor` names no queue.
  const byTier = Object.hasOwn(tierQueues, signals.tier) ? tierQueues[signals.tier] : undefined;
  return byTier ?? byIntent ?? defaultQueue;
}

/** What the customer is told when a person takes over. */
export function noticeFor(
  policy: PolicySnapshot,
  reason: HandoverReason,
  handler: string | null,
): Readonly<Record<string, string>> {
  const message = policy.handlers.find((one) => one.id === handler)?.message;
  const { notices, defaultNotice } = policy.files.escalation;
  return message ?? notices[reason] ?? defaultNotice;
}

function holds(condition: Condition, signals: Signals, unsure: string[]): boolean {
  try {
    return condition.holds(signals);
  } catch {
    unsure.push(condition.source);
    return false;
  }
}

function explain(rules: Explanation['rules']): Explanation {
  return { rules, signals: [], score: 0, threshold: 0, unsure: [] };
}

function toPriority(urgency: string): Priority {
  return urgency === 'critical' || urgency === 'high' || urgency === 'low' ? urgency : 'normal';
}
