import { textAt } from '../../actions/value-at.ts';
import type { Outcome } from '../../conversation/outcome.ts';
import type { OperationPolicy } from '../../policy/action-policy.ts';
import { handedOver } from '../endings.ts';
import type { TurnContext } from '../turn-work.ts';
import { knownTo, verifiedReference } from './action-intent.ts';
import type { RunResult } from './run-operation.ts';
import { sayWords } from './word-action.ts';

export type OwnAnswer =
  | { readonly kind: 'own'; readonly value: unknown }
  | { readonly kind: 'ended'; readonly outcome: Outcome };

/**
 * What came back, as far as it is this customer's: somebody else's answers as what is not there does.
 *
 * @param owner where the answer names whom it belongs to; undefined where nobody does
 */
export function ownAnswer(
  context: TurnContext,
  operation: OperationPolicy,
  { result, owner }: { readonly result: RunResult; readonly owner: string | undefined },
): OwnAnswer {
  if (result.kind === 'ended') return result;
  const isForeign = result.kind === 'done' && owner !== undefined && !isOwn(context, result.value, owner);
  if (isForeign) {
    const denial = { verdict: 'denied', rule: 'owner', at: operation.locate('owner') };
    Object.assign(context.work.notes.action.record, denial);
  }
  if (result.kind === 'done' && !isForeign) return { kind: 'own', value: result.value };
  const { notFound } = operation.spec;
  const outcome: Outcome = notFound
    ? { kind: 'answered', reply: sayWords(context, notFound) }
    : handedOver(context, 'action-failed');
  return { kind: 'ended', outcome };
}

/** Whether an answer belongs to the verified customer. Nobody verified owns nothing. */
function isOwn(context: TurnContext, answer: unknown, owner: string): boolean {
  const reference = verifiedReference(context);
  const own = knownTo(context).find(({ placeholder }) => placeholder === reference)?.value;
  const named = textAt(answer, owner);
  return own !== undefined && named !== undefined && own.trim().toLowerCase() === named.trim().toLowerCase();
}
