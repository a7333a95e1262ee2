import { z } from 'zod';

/** A parameter as it is remembered: personal values by their placeholder alone. */
const slotValue = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('placeholder'), placeholder: z.string() }),
  z.strictObject({ kind: z.literal('value'), value: z.union([z.string(), z.number(), z.boolean()]) }),
]);
export type SlotValue = z.infer<typeof slotValue>;
export type Slots = Readonly<Record<string, SlotValue>>;

const pendingStep = z.strictObject({
  /** `a_….identity`, `a_….change`, `a_….parameter`: an answer names the step it is for. */
  step: z.string(),
  kind: z.enum(['identity', 'change', 'parameter']),
  /** The action the step belongs to; its idempotency key. */
  action: z.string(),
  operation: z.string(),
  slots: z.record(z.string(), slotValue),
  /** Hash of what policy said of the operation: consent holds for that alone. */
  terms: z.string(),
  until: z.iso.datetime(),
});
export type PendingStep = z.infer<typeof pendingStep>;

const challenge = z.strictObject({
  /** Keyed hash of the code, bound to conversation and reference. */
  hash: z.string(),
  reference: z.string(),
  until: z.iso.datetime(),
  tries: z.number().int().nonnegative(),
});
export type Challenge = z.infer<typeof challenge>;

const actionState = z.strictObject({
  pending: pendingStep.nullable(),
  challenge: challenge.nullable(),
  /** Placeholder of the reference the customer proved to be. */
  verifiedAs: z.string().nullable(),
  /** The notice on data was said. */
  noticed: z.boolean(),
});

/** What a conversation remembers of actions between its turns: nothing personal. */
export type ActionState = z.infer<typeof actionState>;

export const restingState: ActionState = { pending: null, challenge: null, verifiedAs: null, noticed: false };

/** A reference nobody has: whoever was verified before cannot be told any more, and owns nothing. */
const unreadable: ActionState = { ...restingState, verifiedAs: '[NOBODY]' };

/** Reads a stored state; one that another version wrote drops its step and its proof of identity. */
export function parseActionState(value: unknown): ActionState {
  const parsed = actionState.safeParse(value);
  return parsed.success ? parsed.data : unreadable;
}
