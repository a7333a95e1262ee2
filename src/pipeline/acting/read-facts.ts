import type { Parameters } from '../../actions/connector.ts';
import { fillSlots } from '../../actions/fill-slots.ts';
import { type Facts, toFacts } from '../../actions/judge-operation.ts';
import { permitOperation } from '../../actions/permit-operation.ts';
import { resolveParameters } from '../../actions/resolve-parameters.ts';
import type { Outcome } from '../../conversation/outcome.ts';
import { handedOver } from '../endings.ts';
import type { TurnContext } from '../turn-work.ts';
import { type ActionIntent, knownTo, materialOf, requesterOf } from './action-intent.ts';
import { ownAnswer } from './own-answer.ts';
import { runOperation } from './run-operation.ts';

export type FactsRead =
  | { readonly kind: 'read'; readonly facts: Facts }
  | { readonly kind: 'ended'; readonly outcome: Outcome };

/** Reads what the rules of an operation look at, and makes sure it is the customer's own. */
export async function readFacts(context: TurnContext, intent: ActionIntent, given: Parameters): Promise<FactsRead> {
  const { operation } = intent;
  const { facts: declared, owner } = operation.spec;
  if (declared === undefined) return { kind: 'read', facts: {} };
  const { action, policy } = context.work.notes;
  const source = policy.actions.operations.find((one) => one.id === declared.operation);
  if (source === undefined || permitOperation(source, requesterOf(context)).kind === 'denied') {
    Object.assign(action.record, { verdict: 'denied', rule: 'facts', at: operation.locate('facts') });
    return ended(handedOver(context, 'action-failed'));
  }
  const shared = Object.entries(intent.slots).filter(([name]) => Object.hasOwn(source.spec.parameters, name));
  const { slots } = fillSlots(source, materialOf(context), Object.fromEntries(shared));
  const resolution = resolveParameters(source, slots, knownTo(context));
  const parameters = resolution.kind === 'resolved' ? resolution.parameters : given;
  const running = { id: `${intent.id}.facts`, operation: source, parameters, consent: null };
  const result = await runOperation(context, running);
  const answer = ownAnswer(context, operation, { result, owner });
  if (answer.kind === 'ended') return answer;
  const read = toFacts(operation, answer.value);
  if ('facts' in read) return { kind: 'read', facts: read.facts };
  action.attempted.push({ action: source.spec.title, result: `failed: "${read.lacks}" is missing in the answer` });
  return ended(handedOver(context, 'action-failed'));
}

function ended(outcome: Outcome): FactsRead {
  return { kind: 'ended', outcome };
}
