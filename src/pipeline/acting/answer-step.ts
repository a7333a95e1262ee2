import { readCode } from '../../actions/one-time-code.ts';
import { isHeldByPerson } from '../../conversation/conversation.ts';
import type { Outcome } from '../../conversation/outcome.ts';
import { PACKET_TURNS } from '../../handoff/to-packet.ts';
import type { StepAnswer } from '../appliance.ts';
import { ApplianceError } from '../appliance-error.ts';
import { faulted, handedOver } from '../endings.ts';
import type { StoredConversation } from '../records.ts';
import { sealTurn } from '../seal-turn.ts';
import type { Stages } from '../stages.ts';
import type { TurnContext, TurnWork } from '../turn-work.ts';
import type { TurnView } from '../views.ts';
import { changeState } from './action-notes.ts';
import { advanceAction } from './advance-action.ts';
import { checkIdentity } from './prove-identity.ts';
import { endStep, intentOf, livePending } from './try-action.ts';
import { sayWords } from './word-action.ts';

/**
 * A turn in which the customer answers a step instead of writing.
 *
 * @throws {ApplianceError} `not-allowed-now` where no such step waits
 */
export async function answerStep(
  stages: Stages,
  { conversation }: StoredConversation,
  answer: StepAnswer,
  work: TurnWork,
): Promise<TurnView> {
  const message = { conversation, text: '', receivedAt: stages.now() };
  const redacted = await work.clock.time('redact', (signal) => stages.redactMessage(message, signal));
  const context = { stages, redacted, work };
  const { action } = work.notes;
  action.state = await stages.records.actions.state(conversation.id);
  if (action.state.pending?.step !== answer.step || (!isHeldByPerson(conversation) && !isWaiting(conversation.state))) {
    throw new ApplianceError('not-allowed-now', 'No such step waits for an answer');
  }
  action.answered = { step: answer.step, accepted: answer.accept };
  action.intent = intentBehind(context, action.state.pending.operation);
  work.notes.earlier = await stages.records.recentTurns(conversation.id, work.progress.issueStart, PACKET_TURNS);
  work.notes.priorContacts = await stages.records.priorContacts(conversation.subject, conversation.id);
  Object.assign(action.record, action.answered);
  if (isHeldByPerson(conversation)) return sealTurn(context, { kind: 'with-person' });
  const outcome = await decideStep(context, answer).catch((fault: unknown) => faulted(context, fault));
  return sealTurn(context, outcome);
}

function intentBehind({ work }: TurnContext, operation: string): string | null {
  return work.notes.policy.actions.operations.find((one) => one.id === operation)?.spec.intents[0] ?? null;
}

function isWaiting(state: string): boolean {
  return state === 'awaiting-confirmation';
}

async function decideStep(context: TurnContext, answer: StepAnswer): Promise<Outcome> {
  const { action, policy } = context.work.notes;
  if (context.stages.isStopped()) return handedOver(context, 'stopped');
  const pending = livePending(context);
  if (pending === null) return expired(context);
  if (!answer.accept) return endStep(context, pending);
  const { identity } = policy.files.actions;
  if (pending.kind === 'identity' && identity) {
    const unproved = await checkIdentity(context, answer.code, identity);
    if (unproved) return unproved;
  }
  const intent = intentOf(context, pending, pending.kind === 'change' ? pending.step : null);
  if (intent === null) return expired(context);
  // A step is answered once: whatever comes of it, it does not wait any more.
  changeState(action, { pending: null });
  // May be denied by now: a tier changed, or policy did.
  return (await advanceAction(context, intent)) ?? handedOver(context, 'action-approval');
}

/** Silence, or policy that means something else by now, is no consent. */
function expired(context: TurnContext): Outcome {
  const { action, policy } = context.work.notes;
  const { dialogue } = policy.files.actions;
  changeState(action, { pending: null, challenge: null });
  action.record.verdict = 'expired';
  return { kind: 'answered', reply: sayWords(context, dialogue?.expired ?? { en: 'Nothing was changed.' }) };
}

/** A message that is nothing but the code an identity step waits for: it is checked, and stands in no transcript. */
export async function findTypedCode(
  { records }: Pick<Stages, 'records'>,
  { conversation }: StoredConversation,
  text: string,
): Promise<StepAnswer | null> {
  const code = isWaiting(conversation.state) ? readCode(text) : null;
  if (code === null) return null;
  const { pending, challenge } = await records.actions.state(conversation.id);
  return pending?.kind === 'identity' && challenge ? { step: pending.step, accept: true, code } : null;
}
