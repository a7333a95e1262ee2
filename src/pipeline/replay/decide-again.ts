import type { HandoverReason } from '../../conversation/outcome.ts';
import { decideAfter, decideBefore, noticeFor, queueFor } from '../../escalation/decide-escalation.ts';
import type { Decision } from '../../escalation/decision.ts';
import type { Emotion } from '../../policy/policy-schema.ts';
import { type PolicySnapshot, wordingFor } from '../../policy/policy-snapshot.ts';
import type { Signals } from '../../policy/signals.ts';
import { acknowledgementFor } from '../../resolution/acknowledgement.ts';
import { decideScripted } from '../decide-scripted.ts';
import type { RecordedTurn } from './recorded-turn.ts';
import type { SignalsUnder } from './signals-under.ts';

/** How a recorded turn ends under a policy. */
export interface Ending {
  /** `open` where the turn would go where nobody recorded anything: a search or a draft that was never made. */
  readonly outcome: 'answered' | 'clarifying' | 'handed-over' | 'open';
  readonly reason: HandoverReason | null;
  readonly queue: string | null;
  readonly priority: string | null;
  /** The words of policy the customer reads; empty where there are none. */
  readonly says: string;
  /** Id and `file:line:column` of what decided; for people, and no part of the outcome. */
  readonly rule: string | null;
}

const nothing = { reason: null, queue: null, priority: null, rule: null } as const;
/** What is known before anything is looked up. */
const unseen = { relevance: 0, passages: 0, stale: false, draftRejected: false, grounded: 0 } as const;

/** True where policy decided the turn; a fault, a button, a stop or a person did not ask it. */
export function isDecidedByPolicy({ decision, outcome }: RecordedTurn): boolean {
  const asked = decision.escalation.some(({ stage }) => stage === 'before');
  const stopped = decision.reason === 'stopped' || decision.reason === 'overload';
  return asked && !stopped && decision.fault === null && outcome !== 'with-person' && outcome !== 'confirming';
}

/** Decides a recorded turn in the order the path does, with the signals it has under this policy. */
export function decideAgain(
  turn: RecordedTurn,
  under: SignalsUnder,
  policy: PolicySnapshot,
  isDraftRefused: boolean,
): Ending {
  const { signals, topic } = under;
  const before = decideBefore({ ...signals, ...unseen }, policy);
  if (before.kind === 'hand-over') return handedOver(before, signals, policy);
  const scripted = decideScripted(policy, {
    topic,
    intent: { id: signals.intent, confidence: signals.intentConfidence },
  });
  if (scripted) {
    const rule = `${scripted.rule.id} ${scripted.rule.at}`;
    if (scripted.kind === 'say') {
      return { ...nothing, outcome: 'answered', says: wordingFor(scripted.wording, signals.language), rule };
    }
    const { reason } = scripted;
    const [queue, priority] = [queueFor(policy, signals), signals.urgency];
    return { outcome: 'handed-over', reason, queue, priority, says: noticeOf(policy, reason, signals), rule };
  }
  if (!turn.decision.escalation.some(({ stage }) => stage === 'after'))
    return { ...nothing, outcome: 'open', says: '' };
  const outlook = decideAfter({ ...signals, draftRejected: false, grounded: 1 }, policy);
  if (outlook.kind !== 'go-on') {
    return afterwards(decideAfter({ ...signals, draftRejected: false, grounded: 0 }, policy), signals, policy);
  }
  if (turn.decision.drafts.every(({ mode }) => mode === 'scripted')) return { ...nothing, outcome: 'open', says: '' };
  const refused = isDraftRefused ? { ...signals, draftRejected: true, grounded: 0 } : signals;
  return afterwards(decideAfter(refused, policy), refused, policy);
}

function afterwards(decision: Decision, signals: Signals, policy: PolicySnapshot): Ending {
  if (decision.kind === 'hand-over') return handedOver(decision, signals, policy);
  if (decision.kind === 'clarify') {
    const says = wordingFor(policy.files.tone.clarify, signals.language);
    return { ...nothing, outcome: 'clarifying', says, rule: ruleOf(decision) };
  }
  if (signals.draftRejected) {
    const [queue, priority] = [queueFor(policy, signals), signals.urgency];
    const says = noticeOf(policy, 'draft-rejected', signals);
    return { outcome: 'handed-over', reason: 'draft-rejected', queue, priority, says, rule: null };
  }
  const emotion = toEmotion(policy, signals.emotion);
  return { ...nothing, outcome: 'answered', says: acknowledgementFor(policy, emotion, signals.language) };
}

function handedOver(
  decision: Extract<Decision, { kind: 'hand-over' }>,
  signals: Signals,
  policy: PolicySnapshot,
): Ending {
  const { reason, queue, priority } = decision;
  return {
    outcome: 'handed-over',
    reason,
    queue,
    priority,
    says: noticeOf(policy, reason, signals),
    rule: ruleOf(decision),
  };
}

function noticeOf(policy: PolicySnapshot, reason: HandoverReason, { handler, language }: Signals): string {
  const notice = noticeFor(policy, reason, reason === 'appliance-fault' || handler === '' ? null : handler);
  return wordingFor(notice, language);
}

/** The rule that spoke first, or the heaviest doubt. */
function ruleOf({ explanation }: Decision): string | null {
  const heaviest = [...explanation.signals].sort((a, b) => b.weight - a.weight);
  const [first] = [...explanation.rules, ...heaviest];
  return first === undefined ? null : `${first.id} ${first.at}`;
}

function toEmotion({ files }: PolicySnapshot, emotion: string): Emotion {
  const known: readonly Emotion[] = ['frustrated', 'angry', 'worried', 'sad', 'grateful', 'confused'];
  return known.find((one) => one === emotion && files.tone.acknowledgements[one] !== undefined) ?? 'neutral';
}
