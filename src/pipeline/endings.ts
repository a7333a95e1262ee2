import type { HandoverReason, Outcome, Priority } from '../conversation/outcome.ts';
import type { AcceptedReply } from '../conversation/reply.ts';
import { noticeFor, queueFor } from '../escalation/decide-escalation.ts';
import { waitNotice } from '../escalation/expected-wait.ts';
import { wordingFor } from '../policy/policy-snapshot.ts';
import type { Wording } from '../policy/schema-parts.ts';
import { scriptedDraft } from '../resolution/scripted-draft.ts';
import type { Triage } from '../triage/triage.ts';
import type { ValidationRules } from '../validation/validation-rules.ts';
import { decideScripted } from './decide-scripted.ts';
import { faultCodeOf, TurnFault } from './fault-code.ts';
import { settledBefore } from './settled-before.ts';
import { toEvidence } from './to-evidence.ts';
import { toValidationRules } from './to-validation-rules.ts';
import type { TurnContext } from './turn-work.ts';

/** Said when even the words of policy did not pass the checks. Plain enough to pass any. */
const lastResort = 'A colleague takes over from here.';

/** The ending in which a person takes over. What the customer is told comes from policy, by reason. */
export function handedOver(
  context: TurnContext,
  reason: HandoverReason,
  decided: { readonly queue?: string; readonly priority?: Priority } = {},
): Outcome {
  const { policy, triage } = context.work.notes;
  const settled = settledBefore(context, reason);
  if (settled) {
    context.work.notes.askedFirst = settled.reference;
    return { kind: 'clarifying', reply: sayScripted(context, policy.files.escalation.afterReturn.ask) };
  }
  const { conversation } = context.redacted.turn;
  const { intent } = context.work.notes.action;
  const about = triage
    ? { intent: triage.intent.id, inScope: triage.inScope }
    : { intent: intent ?? '', inScope: intent ? 1 : 0 };
  const queue = decided.queue ?? queueFor(policy, { tier: conversation.tier, ...about });
  const priority = decided.priority ?? triage?.urgency ?? 'normal';
  const wait = (language: string): string =>
    waitNotice(policy, { queue, priority, tier: conversation.tier }, context.redacted.turn.receivedAt, language);
  const notice = noticeFor(policy, reason, reason === 'appliance-fault' ? null : (triage?.handler?.id ?? null));
  return {
    kind: 'handed-over',
    reason,
    reply: sayScripted(context, notice, wait),
    queue,
    priority,
  };
}

/** The ending of a fault: a person, and its code alone. Messages of faults may quote the customer. */
export function faulted(context: TurnContext, fault: unknown): Outcome {
  const code = faultCodeOf(fault);
  context.work.notes.fault = code;
  context.stages.observeFault(code);
  return handedOver(context, 'appliance-fault');
}

/** The ending in which the assistant asks back. */
export function clarifying(context: TurnContext): Outcome {
  return { kind: 'clarifying', reply: sayScripted(context, context.work.notes.policy.files.tone.clarify) };
}

/** An answer worded by policy: a greeting, thanks, or what may not be talked about. Null where none is called for. */
export function scriptedAnswer(context: TurnContext, triage: Triage): Outcome | null {
  const { policy, explanations } = context.work.notes;
  const scripted = decideScripted(policy, { topic: triage.topic?.id ?? null, intent: triage.intent });
  if (scripted === null) return null;
  const explanation = { rules: [scripted.rule], signals: [], score: 0, threshold: 0, unsure: [] };
  explanations.push({ stage: 'script', kind: scripted.kind, explanation });
  if (scripted.kind === 'hand-over') return handedOver(context, scripted.reason);
  return { kind: 'answered', reply: sayScripted(context, scripted.wording) };
}

/** Words of policy, validated like all others; sentences that were told already stay in front of them. */
export function sayScripted(
  context: TurnContext,
  wording: Wording,
  more: (language: string) => string = () => '',
): AcceptedReply {
  const { stages, work } = context;
  const { policy, triage } = work.notes;
  const language = triage?.languageSupported === true ? triage.language : policy.files.scope.defaultLanguage;
  const evidence = toEvidence(context);
  const notice = wordingFor(wording, language);
  for (const words of [`${notice} ${more(language)}`.trim(), notice, lastResort]) {
    const draft = scriptedDraft([...work.notes.said, words].join(' '), language);
    const validation = stages.validateDraft({
      draft,
      evidence: { ...evidence, language },
      rules: withRoomFor(work.notes.said, toValidationRules(policy)),
    });
    const findings = validation.kind === 'rejected' ? validation.findings : [];
    work.notes.drafts.push({ mode: 'scripted', accepted: validation.kind === 'accepted', grounded: null, findings });
    if (validation.kind === 'accepted') return validation.reply;
  }
  throw new TurnFault('last-resort-rejected', 'The notice of last resort was rejected');
}

/** What was told passed its own checks; the words of policy get their full length beside it. */
function withRoomFor(said: readonly string[], rules: ValidationRules): ValidationRules {
  const characters = said.reduce((sum, sentence) => sum + sentence.length + 1, 0);
  return {
    ...rules,
    maxSentences: rules.maxSentences + said.length,
    maxCharacters: rules.maxCharacters + characters,
  };
}
