import type { PendingStep } from '../../actions/action-state.ts';
import { fillSlots, findSlot } from '../../actions/fill-slots.ts';
import { proposeOperation } from '../../actions/propose-operation.ts';
import type { Outcome } from '../../conversation/outcome.ts';
import { matchesPhrase, type PhrasePattern, toWords } from '../../policy/phrase-pattern.ts';
import type { Triage } from '../../triage/triage.ts';
import type { TurnContext } from '../turn-work.ts';
import { type ActionIntent, materialOf, termsOf } from './action-intent.ts';
import { changeState } from './action-notes.ts';
import { advanceAction } from './advance-action.ts';
import { refuseIdentity } from './prove-identity.ts';
import { sayWords } from './word-action.ts';

/** A yes or a no is short; in a longer message the word means something else. */
const LONGEST_ANSWER = 6;

/**
 * What policy lets the assistant do about a message, or null: then knowledge answers. While a step waits, "no" ends it
 * and "yes" is asked for by its button; any other message drops the step, and nothing is done without a fresh one.
 */
export async function tryAction(context: TurnContext, triage: Triage): Promise<Outcome | null> {
  const { stages, redacted, work } = context;
  const { policy, action } = work.notes;
  if (policy.actions.operations.length === 0) return null;
  const { conversation, question } = redacted.turn;
  action.state = await stages.records.actions.state(conversation.id);
  const pending = livePending(context);
  if (pending) {
    const answered = await answerInWords(context, pending);
    if (answered) return answered;
    action.record.dropped = pending.step;
  }
  if (action.state.pending) changeState(action, { pending: null, challenge: null });
  if (triage.topic !== null) return null;
  const asked = { intent: triage.intent.id, confidence: triage.intent.confidence, question };
  const operation = proposeOperation(policy.actions.operations, asked);
  return operation && advanceAction(context, { id: stages.newId('a'), operation, slots: {}, consent: null });
}

/** The step that waits, if policy still means the same by it. */
export function livePending({ stages, redacted, work }: TurnContext): PendingStep | null {
  const { pending, challenge } = work.notes.action.state;
  if (pending === null || stages.now().getTime() > Date.parse(pending.until)) return null;
  const isStep = pending.kind === 'change' || challenge !== null;
  if (isStep && redacted.turn.conversation.state !== 'awaiting-confirmation') return null;
  return operationOf({ work }, pending) ? pending : null;
}

function operationOf({ work }: Pick<TurnContext, 'work'>, pending: PendingStep): ActionIntent['operation'] | undefined {
  const operation = work.notes.policy.actions.operations.find((one) => one.id === pending.operation);
  return operation && termsOf(operation) === pending.terms ? operation : undefined;
}

/** The action a step belongs to, as it stood when the step was asked. */
export function intentOf(context: TurnContext, pending: PendingStep, consent: string | null): ActionIntent | null {
  const operation = operationOf(context, pending);
  return operation ? { id: pending.action, operation, slots: pending.slots, consent } : null;
}

async function answerInWords(context: TurnContext, pending: PendingStep): Promise<Outcome | null> {
  const { policy, action } = context.work.notes;
  const { dialogue } = policy.files.actions;
  const words = toWords(context.redacted.turn.question);
  const means = (patterns: readonly PhrasePattern[]): boolean =>
    words.length <= LONGEST_ANSWER && patterns.some((pattern) => matchesPhrase(pattern, words));
  if (means(policy.actions.no)) return endStep(context, pending);
  if (pending.kind === 'change' && dialogue && means(policy.actions.yes)) {
    return { kind: 'confirming', step: pending.step, reply: sayWords(context, dialogue.pressButton) };
  }
  const intent = intentOf(context, pending, null);
  if (intent === null || !gives(context, pending, intent)) return null;
  const outcome = await advanceAction(context, intent);
  if (outcome !== null && action.state.pending?.step === pending.step && outcome.kind === 'answered') {
    changeState(action, { pending: null });
  }
  return outcome;
}

/** Whether the message holds what the step asked for. */
function gives(context: TurnContext, pending: PendingStep, { operation, slots }: ActionIntent): boolean {
  const { policy, action } = context.work.notes;
  const material = { ...materialOf(context), placeholders: context.redacted.turn.entities };
  if (pending.kind === 'parameter') {
    return fillSlots(operation, material, slots).missing.length < fillSlots(operation, nothing, slots).missing.length;
  }
  const sources = policy.files.actions.identity?.reference ?? [];
  return pending.kind === 'identity' && action.state.challenge === null && findSlot(sources, material) !== null;
}

const nothing = { question: '', placeholders: [], customer: null, amount: 0 };

/** The customer says no: nothing is done, and they are told so. */
export function endStep(context: TurnContext, pending: PendingStep): Outcome {
  const { policy, action } = context.work.notes;
  const { identity, dialogue } = policy.files.actions;
  action.record.verdict = 'cancelled';
  if (pending.kind === 'identity' && identity) return refuseIdentity(context, identity);
  changeState(action, { pending: null, challenge: null });
  return { kind: 'answered', reply: sayWords(context, dialogue?.cancelled ?? { en: 'Nothing was changed.' }) };
}
