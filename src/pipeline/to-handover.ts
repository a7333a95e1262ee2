import type { Outcome } from '../conversation/outcome.ts';
import { toPacket } from '../handoff/to-packet.ts';
import type { NewHandover } from './ledger.ts';
import { factsForAgents } from './remembering/recall-facts.ts';
import type { TurnContext, TurnWork } from './turn-work.ts';

/** What the person who takes over will read, made from the record of the turn. */
export function toHandover(
  reference: string,
  { redacted, work }: TurnContext,
  outcome: Extract<Outcome, { kind: 'handed-over' }>,
): NewHandover {
  const { turn } = redacted;
  const { triage, policy, passages, drafts, earlier, priorContacts } = work.notes;
  const { action } = work.notes;
  const about = triage ? triage.inScope >= 0.5 && triage.intent.id : action.intent;
  const intent = about ? policy.intents.get(about) : undefined;
  const findings = drafts.filter((draft) => draft.mode !== 'scripted').flatMap((draft) => draft.findings);
  const { headline, packet } = toPacket({
    tier: turn.conversation.tier,
    verified: turn.conversation.verified,
    channel: turn.conversation.channel,
    language: triage?.language ?? turn.conversation.language,
    priorContacts,
    remembered: work.notes.memory ? factsForAgents(work.notes.memory) : [],
    intentTitle: intent?.title ?? 'Question',
    question: turn.question === '' ? unsaid(work) : turn.question,
    earlier: earlier.filter((one) => one.question !== ''),
    passages,
    reason: outcome.reason,
    priority: outcome.priority,
    notes: work.notes.settled.flatMap(({ note }) => note ?? []),
    findings: [...new Set(findings.map((finding) => finding.check))],
    sentiment: triage?.sentiment ?? { label: 'neutral', trend: 'steady' },
    emotion: triage?.emotion ?? 'neutral',
    attempted: work.notes.action.attempted,
    suggestion: work.notes.action.suggestion,
  });
  return {
    reference,
    conversation: turn.conversation.id,
    turn: turn.number,
    reason: outcome.reason,
    queue: outcome.queue,
    priority: outcome.priority,
    at: turn.receivedAt.toISOString(),
    headline,
    packet,
    entities: turn.entities.map(({ type, placeholder }) => ({ type, placeholder })),
    rationale: rationaleOf(work, outcome.reason),
    attempted: work.notes.action.attempted,
  };
}

/** A button has no words: an answered step is about the last message, the other button is a wish of its own. */
function unsaid({ notes }: TurnWork): string {
  const before = notes.action.answered && notes.earlier.findLast((one) => one.question !== '');
  return before ? before.question : 'The customer asked for a person.';
}

/** One line a reviewer can follow: the rule with its place, or the signals that added up. */
function rationaleOf({ notes }: TurnWork, reason: string): string {
  if (notes.fault !== null) return `fault ${notes.fault}`;
  const rules = notes.explanations.flatMap(({ explanation }) => explanation.rules);
  if (rules.length > 0) return rules.map((rule) => `${rule.id} (${rule.at})`).join('; ');
  const scored = notes.explanations.find(({ explanation }) => explanation.signals.length > 0)?.explanation;
  if (scored === undefined) return reason;
  const signals = scored.signals.map((signal) => `${signal.id} ${signal.weight}`).join(' + ');
  return `${signals} = ${Math.round(scored.score * 100) / 100} of ${scored.threshold}`;
}
