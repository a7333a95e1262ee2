import { createHash } from 'node:crypto';
import type { PendingStep, Slots } from '../../actions/action-state.ts';
import type { SlotMaterial } from '../../actions/fill-slots.ts';
import type { Requester } from '../../actions/permit-operation.ts';
import type { OperationPolicy } from '../../policy/action-policy.ts';
import { audiencesFor } from '../../policy/policy-snapshot.ts';
import type { KnownValue } from '../../redaction/placeholder-book.ts';
import { plainReference } from '../../redaction/plain-reference.ts';
import type { TurnContext } from '../turn-work.ts';

/** An operation on its way: what was meant, with what, and what the customer agreed to. */
export interface ActionIntent {
  /** Names the action over all its steps; its idempotency key. */
  readonly id: string;
  readonly operation: OperationPolicy;
  readonly slots: Slots;
  /** The step the customer said yes to, or null. */
  readonly consent: string | null;
}

/** Hash of all that policy says of an operation: a consent given to other terms is none. */
export function termsOf({ spec }: OperationPolicy): string {
  return createHash('sha256').update(JSON.stringify(spec)).digest('base64url');
}

/** The step that asks for something on the way of an action. */
export function toPendingStep(context: TurnContext, intent: ActionIntent, kind: PendingStep['kind']): PendingStep {
  const { operation, id, slots } = intent;
  const { actions } = context.work.notes.policy.files;
  const seconds = (kind === 'identity' ? actions.identity?.codeSeconds : actions.dialogue?.waitSeconds) ?? 0;
  const until = new Date(context.stages.now().getTime() + seconds * 1_000).toISOString();
  return { step: `${id}.${kind}`, kind, action: id, operation: operation.id, slots, terms: termsOf(operation), until };
}

export function requesterOf({ redacted, work }: TurnContext): Requester {
  const { tier, verified } = redacted.turn.conversation;
  const audiences = audiencesFor(work.notes.policy, tier) ?? [];
  const isVerified = verified || work.notes.action.state.verifiedAs !== null;
  return { role: work.call.caller.role, tier, audiences, verified: isVerified };
}

/** Everything the conversation knows by placeholder, what came back in this turn included. */
export function knownTo({ redacted, work }: TurnContext): readonly KnownValue[] {
  return [...redacted.known, ...work.notes.action.values];
}

/** What slots are filled from; this message goes before what was said earlier, and the latest before the rest. */
export function materialOf(context: TurnContext): SlotMaterial {
  const { turn, known } = context.redacted;
  const placeholders = [...turn.entities, ...[...known].reverse()];
  const amount = context.work.notes.triage?.amount ?? 0;
  return { question: turn.question, placeholders, customer: verifiedReference(context), amount };
}

/** Placeholder of the reference this customer is known by for sure: proved by code, or vouched for by staff's key. */
export function verifiedReference({ redacted, work }: TurnContext): string | null {
  const { verifiedAs } = work.notes.action.state;
  if (verifiedAs !== null) return verifiedAs;
  return redacted.turn.conversation.verified ? givenReference(redacted.known) : null;
}

/** The subject this customer is known as for sure; null where they proved nothing. */
export function verifiedSubject(context: TurnContext): string | null {
  const placeholder = verifiedReference(context);
  return placeholder === null ? null : subjectBehind(context, placeholder);
}

/** The subject a value of the conversation is filed under; null where the value is not known. */
export function subjectBehind(context: TurnContext, placeholder: string): string | null {
  const known = knownTo(context).find((one) => one.placeholder === placeholder);
  return known === undefined ? null : context.stages.actions.subjectOf(plainReference(known.value, known.type));
}

/** Placeholder of the reference the conversation was started with. */
export function givenReference(known: readonly KnownValue[]): string | null {
  return known.find(({ type }) => type === 'CUSTOMER')?.placeholder ?? null;
}
