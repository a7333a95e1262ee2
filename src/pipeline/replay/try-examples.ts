import { decideAfter, decideBefore } from '../../escalation/decide-escalation.ts';
import type { Decision } from '../../escalation/decision.ts';
import type { PolicySnapshot } from '../../policy/policy-snapshot.ts';
import type { RuleExample } from '../../policy/rule-examples.ts';
import { type CarryingRule, rulesWithExamples } from '../../policy/rules-with-examples.ts';
import type { Signals } from '../../policy/signals.ts';
import { restingSignals, signalsFrom } from '../../policy/signals-from.ts';
import type { Triage } from '../../triage/triage.ts';
import { validateText } from '../../validation/validate-text.ts';
import { decideScripted } from '../decide-scripted.ts';
import { toValidationRules } from '../to-validation-rules.ts';

/** How one example of a rule came out. */
export interface ExampleEnd {
  /** `hard turn-limit`. */
  readonly rule: string;
  /** `file:line:column` of the example. */
  readonly at: string;
  readonly kind: 'passed' | 'failed' | 'skipped';
  /** What came out in place of what the example says; why it was skipped. */
  readonly detail: string;
}

/** Triage as the product does it; null for what needs a model that is not here. */
export interface ExampleTriage {
  byWords(message: string): Promise<Triage>;
  readonly whole: ((message: string) => Promise<Triage>) | null;
}

/** What came out of an example: true where the rule spoke, and how the turn then ends. */
interface Spoken {
  readonly spoke: boolean;
  readonly outcome: string;
  readonly reason: string | null;
}

/** Runs every example of every rule through the product's own triage, escalation and validation. */
export async function tryExamples(policy: PolicySnapshot, triage: ExampleTriage): Promise<readonly ExampleEnd[]> {
  const ends: ExampleEnd[] = [];
  for (const rule of rulesWithExamples(policy)) {
    for (const isFor of [true, false]) {
      const list = isFor ? rule.examples : rule.not;
      for (const [index, example] of list.entries()) {
        const at = policy.locate(rule.file, [...rule.path, isFor ? 'examples' : 'not', index]);
        const label = `${rule.kind} ${rule.id}`;
        const spoken = await speak(policy, triage, { rule, example });
        if (spoken === null) {
          ends.push({ rule: label, at, kind: 'skipped', detail: 'needs the embedding model' });
          continue;
        }
        const detail = faultOf(rule, example, { spoken, isFor });
        ends.push({ rule: label, at, kind: detail === '' ? 'passed' : 'failed', detail });
      }
    }
  }
  return ends;
}

function faultOf(
  rule: CarryingRule,
  example: RuleExample,
  { spoken, isFor }: { readonly spoken: Spoken; readonly isFor: boolean },
): string {
  const came = `${spoken.outcome}${spoken.reason === null ? '' : ` ${spoken.reason}`}`;
  if (spoken.spoke !== isFor) return isFor ? `the rule does not hold: ${came}` : `the rule holds: ${came}`;
  const stated = 'reply' in example ? {} : { outcome: example.outcome, reason: example.reason };
  const reason = stated.reason ?? (isFor ? rule.reason : null);
  if (reason !== null && spoken.reason !== reason) return `expected ${reason}: ${came}`;
  if (stated.outcome !== undefined && spoken.outcome !== stated.outcome) return `expected ${stated.outcome}: ${came}`;
  return '';
}

async function speak(
  policy: PolicySnapshot,
  triage: ExampleTriage,
  { rule, example }: { readonly rule: CarryingRule; readonly example: RuleExample },
): Promise<Spoken | null> {
  if ('reply' in example) return speakOfReply(policy, rule, example.reply);
  if (example.message === undefined) {
    return speakOfSignals(policy, rule, calmSignals(policy, 'signals' in example ? (example.signals ?? {}) : {}), null);
  }
  const byWords = rule.kind === 'handler' || rule.kind === 'topic';
  const judge = byWords ? triage.byWords : triage.whole;
  if (judge === null) return null;
  const found = await judge(example.message);
  return speakOfSignals(policy, rule, toCalm(policy, found), found);
}

function speakOfReply(policy: PolicySnapshot, rule: CarryingRule, reply: string): Spoken {
  const { findings } = validateText({
    reply,
    passages: [],
    question: null,
    language: policy.files.scope.defaultLanguage,
    findPersonalData: () => [],
    rules: toValidationRules(policy),
  });
  const spoke = findings.some((finding) => finding.rule === rule.at);
  return { spoke, outcome: spoke ? 'rejected' : 'accepted', reason: null };
}

function speakOfSignals(policy: PolicySnapshot, rule: CarryingRule, signals: Signals, triage: Triage | null): Spoken {
  switch (rule.kind) {
    case 'hard': {
      const decision = rule.stage === 'after' ? decideAfter(signals, policy) : decideBefore(signals, policy);
      return toSpoken(
        decision,
        decision.explanation.rules.some(({ at }) => at === rule.at),
      );
    }
    case 'soft': {
      const decision = decideAfter(signals, policy);
      return toSpoken(
        decision,
        decision.explanation.signals.some(({ at }) => at === rule.at),
      );
    }
    case 'clarify': {
      const decision = decideAfter(signals, policy);
      return toSpoken(decision, decision.kind === 'clarify');
    }
    case 'handler': {
      const spoke = triage?.handler?.at === rule.at;
      return toSpoken(decideBefore(signals, policy), spoke);
    }
    case 'topic':
      return { spoke: triage?.topic?.at === rule.at, outcome: 'answered', reason: null };
    case 'scripted':
    case 'handover':
      return speakOfScript(policy, rule, signals, triage);
    case 'commitment':
      return { spoke: false, outcome: 'accepted', reason: null };
  }
}

function speakOfScript(policy: PolicySnapshot, rule: CarryingRule, signals: Signals, triage: Triage | null): Spoken {
  const before = decideBefore(signals, policy);
  const intent = { id: signals.intent, confidence: signals.intentConfidence };
  const scripted = decideScripted(policy, { topic: triage?.topic?.id ?? null, intent });
  const spoke = scripted?.rule.at === rule.at;
  // A rule that goes first with the same reason says what this one would have said.
  if (before.kind === 'hand-over') return toSpoken(before, before.reason === rule.reason);
  if (scripted?.kind === 'hand-over') return { spoke, outcome: 'handed-over', reason: scripted.reason };
  return { spoke, outcome: scripted === null ? 'goes on' : 'answered', reason: null };
}

function toSpoken(decision: Decision, spoke: boolean): Spoken {
  switch (decision.kind) {
    case 'hand-over':
      return { spoke, outcome: 'handed-over', reason: decision.reason };
    case 'clarify':
      return { spoke, outcome: 'clarifying', reason: null };
    case 'go-on':
      return { spoke, outcome: 'answered', reason: null };
  }
}

/** A calm, surely known question with a good answer; an intent brings what policy says of it. */
function calmSignals(policy: PolicySnapshot, stated: Readonly<Record<string, unknown>>): Signals {
  const intent = policy.intents.get(String(stated.intent));
  const calm: Signals = {
    ...restingSignals,
    intentConfidence: 0.9,
    inScope: 0.95,
    category: intent?.category ?? 'general',
    sensitive: intent?.sensitive ?? false,
    urgency: intent?.urgency ?? 'normal',
    language: policy.files.scope.defaultLanguage,
    turnLimit: policy.files.escalation.turnLimit,
    disputeThreshold: policy.files.sensitive.disputeThreshold,
    relevance: 0.95,
    passages: 3,
    grounded: 1,
  };
  return signalsFrom(stated, calm);
}

/** What triage found of a message, as the first turn of a conversation. */
function toCalm(policy: PolicySnapshot, triage: Triage): Signals {
  const { intent, sentiment, complexity, handler, ...found } = triage;
  return calmSignals(policy, {
    ...found,
    intent: intent.id,
    intentConfidence: intent.confidence,
    sentiment: sentiment.score,
    sentimentLabel: sentiment.label,
    sentimentTrend: sentiment.trend,
    complexity: complexity.level,
    handler: handler?.id ?? '',
  });
}
