import type { Parameters } from '../../actions/connector.ts';
import { exceededLimit } from '../../actions/exceeded-limit.ts';
import { fillSlots } from '../../actions/fill-slots.ts';
import { type Facts, judgeOperation } from '../../actions/judge-operation.ts';
import { permitOperation } from '../../actions/permit-operation.ts';
import { resolveParameters } from '../../actions/resolve-parameters.ts';
import type { HandoverReason, Outcome } from '../../conversation/outcome.ts';
import { handedOver } from '../endings.ts';
import type { TurnContext } from '../turn-work.ts';
import {
  type ActionIntent,
  knownTo,
  materialOf,
  requesterOf,
  toPendingStep,
  verifiedSubject,
} from './action-intent.ts';
import { changeState } from './action-notes.ts';
import { ownAnswer } from './own-answer.ts';
import { askIdentity } from './prove-identity.ts';
import { readFacts } from './read-facts.ts';
import { runOperation } from './run-operation.ts';
import { signalsFor } from './signals-for.ts';
import { askForData, sayAction, wordAction } from './word-action.ts';

const DAY_MS = 86_400_000;

/**
 * The way of one action, as far as this turn takes it: may it be called, who asks, with what, what the facts say, within
 * which limits, agreed to by whom; then it is run. Null where it may not be called, and the turn goes on without it.
 */
export async function advanceAction(context: TurnContext, intent: ActionIntent): Promise<Outcome | null> {
  const { operation } = intent;
  const { action, policy } = context.work.notes;
  Object.assign(action.record, describe(intent));
  const permission = permitOperation(operation, requesterOf(context));
  const filled = fillSlots(operation, materialOf(context), intent.slots);
  const next = { ...intent, slots: filled.slots };
  if (permission.kind === 'denied') {
    Object.assign(action.record, { verdict: 'denied', rule: permission.rule, at: permission.at });
    const { identity } = policy.files.actions;
    return permission.rule === 'needsIdentity' && identity ? askIdentity(context, next, identity) : null;
  }
  const [missing] = filled.missing;
  if (missing !== undefined) return askParameter(context, next, missing);
  const resolution = resolveParameters(operation, next.slots, knownTo(context));
  if (resolution.kind === 'invalid') return refuseValue(context, next, resolution.parameter);
  const { parameters } = resolution;

  const read = await readFacts(context, next, parameters);
  if (read.kind === 'ended') return read.outcome;
  const known = { ...(await signalsFor(context)), ...parameters, ...read.facts };
  const verdict = judgeOperation(operation, known);
  Object.assign(action.record, {
    verdict: verdict.kind,
    ...(verdict.rule ? { rule: verdict.rule.id, at: verdict.rule.at } : {}),
  });
  if (verdict.kind === 'hand-over') return suggest(context, next, { reason: verdict.reason, facts: read.facts });
  if (verdict.kind === 'refuse') {
    const reply = await sayAction(context, verdict.text ?? refusedWords(context), {
      slots: next.slots,
      facts: read.facts,
    });
    return reply ? { kind: 'answered', reply } : handedOver(context, 'action-failed');
  }
  const limit = await limitFor(context, operation, parameters);
  if (limit) Object.assign(action.record, { verdict: 'limited', rule: limit.id, at: limit.at });
  const isForStaff = operation.mode === 'suggest' || operation.confirm === 'staff' || operation.confirm === 'two-staff';
  if (limit || isForStaff) return suggest(context, next, { reason: 'action-approval', facts: read.facts });
  if (operation.confirm === 'customer' && intent.consent === null) return showChange(context, next, read.facts);
  return carryOut(context, next, parameters);
}

function describe({ id, operation, consent }: ActionIntent): object {
  const { risk, purpose } = operation.spec;
  return {
    action: id,
    operation: operation.id,
    declaredAt: operation.at,
    risk,
    purpose,
    mode: operation.mode,
    consent,
  };
}

function askParameter(context: TurnContext, intent: ActionIntent, name: string): Outcome | null {
  const ask = intent.operation.spec.parameters[name]?.ask;
  const { action } = context.work.notes;
  Object.assign(action.record, { verdict: 'incomplete', parameter: name });
  if (ask === undefined) return null;
  changeState(action, { pending: toPendingStep(context, intent, 'parameter') });
  return { kind: 'clarifying', reply: askForData(context, ask) };
}

/** A value policy does not take is asked for again once; where there is no question for it, a person looks. */
function refuseValue(context: TurnContext, intent: ActionIntent, name: string): Outcome {
  const { [name]: _refused, ...slots } = intent.slots;
  const isFirst = context.work.notes.action.state.pending?.kind !== 'parameter';
  const asked = isFirst ? askParameter(context, { ...intent, slots }, name) : null;
  if (asked) return asked;
  const title = intent.operation.spec.title;
  context.work.notes.action.attempted.push({ action: title, result: `not begun: "${name}" is not as it should be` });
  return handedOver(context, 'action-failed');
}

function refusedWords(context: TurnContext) {
  const { dialogue } = context.work.notes.policy.files.actions;
  return dialogue?.refused ?? context.work.notes.policy.files.escalation.defaultNotice;
}

async function limitFor(context: TurnContext, operation: ActionIntent['operation'], parameters: Parameters) {
  const { stages, redacted } = context;
  const { id: conversation, subject } = redacted.turn.conversation;
  // A fresh conversation is no fresh count: who began as a stranger is counted as whom they proved to be.
  const customer = verifiedSubject(context) ?? subject;
  const since = new Date(stages.now().getTime() - DAY_MS);
  const counts = await stages.records.actions.countRuns({
    operation: operation.id,
    conversation,
    subject,
    customer,
    since,
  });
  return exceededLimit(operation, counts, parameters);
}

/** What the assistant may not do itself goes to a person as a proposal, ready to be carried out. */
async function suggest(
  context: TurnContext,
  { operation, slots }: ActionIntent,
  { reason, facts }: { readonly reason: HandoverReason; readonly facts: Facts },
): Promise<Outcome> {
  const { action } = context.work.notes;
  const { title, show, risk } = operation.spec;
  const words = show && risk !== 'read' ? await wordAction(context, show, { slots, facts }) : undefined;
  const people = operation.confirm === 'two-staff' ? ' Two people have to confirm it.' : '';
  action.suggestion = `${words ?? title}${people}`;
  action.attempted.push({ action: title, result: 'proposed, not carried out' });
  return handedOver(context, reason);
}

async function showChange(context: TurnContext, intent: ActionIntent, facts: Facts): Promise<Outcome> {
  const { show, title } = intent.operation.spec;
  const pending = toPendingStep(context, intent, 'change');
  const reply = await sayAction(context, show ?? { en: title }, { slots: intent.slots, facts });
  if (!reply) return handedOver(context, 'action-failed');
  changeState(context.work.notes.action, { pending, challenge: null });
  return { kind: 'confirming', step: pending.step, reply };
}

async function carryOut(context: TurnContext, intent: ActionIntent, parameters: Parameters): Promise<Outcome> {
  const { operation, slots } = intent;
  const { owner, risk, reply: words } = operation.spec;
  const result = await runOperation(context, { ...intent, parameters });
  // A read without facts of its own names its owner in the answer.
  const answer = ownAnswer(context, operation, { result, owner: risk === 'read' ? owner : undefined });
  if (answer.kind === 'ended') return answer.outcome;
  const values = { slots, answer: { operation, value: answer.value } };
  const reply = words && (await sayAction(context, words, values));
  changeState(context.work.notes.action, { pending: null });
  return reply ? { kind: 'answered', reply } : handedOver(context, 'action-failed');
}
