import type { Outcome } from '../../conversation/outcome.ts';
import type { AcceptedReply } from '../../conversation/reply.ts';
import type { Explanation, FiredRule } from '../../escalation/decision.ts';
import type { PolicySnapshot } from '../../policy/policy-snapshot.ts';
import { type SignalName, signalSchema } from '../../policy/signals.ts';
import type { TurnNotes } from '../turn-notes.ts';

/** The sentence a reviewer reads: what decided, with which values, and where it is written. */
export function toLine(notes: TurnNotes, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'with-person':
      return 'A person holds the conversation, so the assistant stayed silent.';
    case 'handed-over': {
      const { reason, queue, priority } = outcome;
      return `Handed over as ${reason} to queue ${queue}, priority ${priority}: ${causeOf(notes, reason)}.`;
    }
    case 'clarifying':
      return `Asked back: ${doubtsOf(notes)}, and ${notes.policy.locate('escalation', ['clarify', 'when'])} allows a question first.`;
    case 'confirming':
      return `Asked the customer to confirm the step ${outcome.step}.`;
    case 'answered':
      return outcome.reply.mode === 'scripted'
        ? `Answered with the words of policy: ${scriptOf(notes)}.`
        : `Answered (${outcome.reply.mode}) ${sourceOf(notes, outcome.reply)}: no rule holds, ${doubtsOf(notes)}.`;
  }
}

/** Names of the signals a condition looks at, in its order; texts in quotes name none. */
export function signalsIn(condition: string): readonly SignalName[] {
  const words = condition.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gu, ' ').match(/[A-Za-z]\w*/gu) ?? [];
  return [...new Set(words)].filter((word): word is SignalName => Object.hasOwn(signalSchema, word));
}

function causeOf(notes: TurnNotes, reason: string): string {
  if (notes.fault !== null) return `part of the appliance failed (${notes.fault})`;
  const decided = notes.explanations.at(-1);
  if (decided?.kind === 'hand-over') {
    const { rules, signals, unsure } = decided.explanation;
    const [first, ...others] = rules;
    if (first) return `${becauseOf(notes, first)}${others.length > 0 ? `; ${namesOf(others)} would too` : ''}`;
    if (unsure.length > 0) return `nobody could tell whether \`${unsure.join('` and `')}\` holds`;
    if (signals.length > 0) return doubtsOf(notes);
  }
  if (reason === 'stopped') return 'the stop switch was on';
  if (reason === 'draft-rejected') return `no reply passed validation${findingsOf(notes)}`;
  if (reason === 'person-requested') return 'the customer asked for a person by the button';
  return 'the turn could not go on';
}

function becauseOf(notes: TurnNotes, { id, at }: FiredRule): string {
  const { policy } = notes;
  const hard = policy.hardRules.find((rule) => rule.id === id && rule.at === at);
  if (hard) {
    const findings = hard.reason === 'draft-rejected' ? findingsOf(notes) : '';
    return `rule ${id} (${at}) holds, \`${hard.condition.source}\`${valuesIn(hard.condition.source, notes)}${findings}`;
  }
  if (policy.handlers.some((handler) => handler.at === at))
    return `the words of the message call handler ${id} (${at})`;
  return `intent ${id} always goes to a person (${at})${valuesIn('intentConfidence', notes)}`;
}

function scriptOf(notes: TurnNotes): string {
  const [rule] = notes.explanations.find(({ stage }) => stage === 'script')?.explanation.rules ?? [];
  if (rule === undefined) return 'no knowledge was asked';
  const isTopic = notes.policy.topics.some(({ at }) => at === rule.at);
  if (isTopic) return `the message is about prohibited topic ${rule.id} (${rule.at})`;
  return `intent ${rule.id} has a set text (${rule.at})${valuesIn('intentConfidence', notes)}`;
}

/** The doubts that count together, each with its weight, the values behind it and its place. */
function doubtsOf(notes: TurnNotes): string {
  const found = notes.explanations.find(({ stage }) => stage === 'after')?.explanation;
  if (found === undefined || found.signals.length === 0) return 'nothing was in doubt';
  return `doubts weigh ${short(found.score)} of ${found.threshold}: ${weighed(found, notes)}`;
}

function weighed({ signals }: Explanation, notes: TurnNotes): string {
  return signals
    .map(({ id, weight, at }) => {
      const source = sourceFor(notes.policy, id);
      return `${id} ${weight} (${[...valuesOf(source, notes), at].join(', ')})`;
    })
    .join(' + ');
}

function sourceFor(policy: PolicySnapshot, id: string): string {
  return policy.softSignals.find((signal) => signal.id === id)?.condition.source ?? '';
}

/** The passages a reply cites, with what is known of the best of them. */
function sourceOf({ passages }: TurnNotes, { citations }: AcceptedReply): string {
  const cited = [...new Set(citations.map(({ passage }) => passage))];
  const best = passages.find(({ id }) => cited.includes(id)) ?? passages[0];
  if (best === undefined) return 'from knowledge';
  const names = cited.length > 0 ? cited.join(' and ') : best.id;
  return `from ${names}, relevance ${short(best.relevance)}, ${best.ageDays} days old`;
}

function findingsOf({ drafts }: TurnNotes): string {
  const checks = drafts.filter(({ mode }) => mode !== 'scripted').flatMap(({ findings }) => findings);
  const names = [...new Set(checks.map(({ check }) => check))];
  return names.length > 0 ? `, because of ${names.join(', ')}` : '';
}

function valuesIn(condition: string, notes: TurnNotes): string {
  const values = valuesOf(condition, notes);
  return values.length > 0 ? ` with ${values.join(', ')}` : '';
}

function valuesOf(condition: string, { signals }: TurnNotes): readonly string[] {
  if (signals === null) return [];
  return signalsIn(condition).map((name) => {
    const value = signals[name];
    return `${name} ${typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value}`;
  });
}

function namesOf(rules: readonly FiredRule[]): string {
  return rules.map(({ id }) => id).join(', ');
}

function short(value: number): number {
  return Math.round(value * 100) / 100;
}
