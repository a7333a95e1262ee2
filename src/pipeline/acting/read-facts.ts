import type { Parameters } from '../../actions/connector.ts';
import { fillSlots } from '../../actions/fill-slots.ts';
import { type Facts, toFacts } from '../../actions/judge-operation.ts';
import { permitOperation } from '../../actions/permit-operation.ts';
import { resolveParameters } from '../../actions/resolve-parameters.ts';
import { textAt } from '../../actions/value-at.ts';
import type { Outcome } from '../../conversation/outcome.ts';
import { handedOver } from '../endings.ts';
import type { TurnContext } from '../turn-work.ts';
import { type ActionIntent, knownTo, materialOf, requesterOf, verifiedReference } from './action-intent.ts';
import { runOperation } from './run-operation.ts';
import { sayWords } from './word-action.ts';

export type FactsRead =
  | { readonly kind: 'read'; readonly facts: Facts }
  | { readonly kind: 'ended'; readonly outcome: Outcome };

/** Reads what the rules of an operation look at, and makes sure it is the customer's own. */
export async function readFacts(context: TurnContext, intent: ActionIntent, given: Parameters): Promise<FactsRead> {
  const { operation } = intent;
  const { facts: declared, owner, notFound } = operation.spec;
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
  if (result.kind === 'ended') return ended(result.outcome);
  const isForeign = result.kind === 'done' && owner !== undefined && !isOwn(context, result.value, owner);
  if (isForeign) Object.assign(action.record, { verdict: 'denied', rule: 'owner', at: operation.locate('owner') });
  if (isForeign || result.kind === 'not-found') {
    // Another customer's answers as one that is not there does.
    return ended(
      notFound ? { kind: 'answered', reply: sayWords(context, notFound) } : handedOver(context, 'action-failed'),
    );
  }
  const read = toFacts(operation, result.value);
  if ('facts' in read) return { kind: 'read', facts: read.facts };
  action.attempted.push({ action: source.spec.title, result: `failed: "${read.lacks}" is missing in the answer` });
  return ended(handedOver(context, 'action-failed'));
}

function ended(outcome: Outcome): FactsRead {
  return { kind: 'ended', outcome };
}

/** Whether an answer belongs to the verified customer. Nobody verified owns nothing. */
export function isOwn(context: TurnContext, answer: unknown, owner: string): boolean {
  const reference = verifiedReference(context);
  const own = knownTo(context).find(({ placeholder }) => placeholder === reference)?.value;
  const named = textAt(answer, owner);
  return own !== undefined && named !== undefined && own.trim().toLowerCase() === named.trim().toLowerCase();
}
