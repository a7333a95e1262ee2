import { z } from 'zod';
import { handoverReasons } from '../conversation/outcome.ts';
import { signalSchema } from './signals.ts';

const text = z.string().trim().min(1);
/** What an example comes to, where that is not the rule's own reason. */
const expected = {
  outcome: z.enum(['answered', 'clarifying', 'handed-over']).optional(),
  reason: z.enum(handoverReasons).optional(),
};
const valueSchemas = { string: z.string(), double: z.number(), bool: z.boolean() } as const;
const signals = z.strictObject(
  Object.fromEntries(Object.entries(signalSchema).map(([name, type]) => [name, valueSchemas[type].optional()])),
);

const heard = z.strictObject({ message: text, ...expected });
const seen = z.strictObject({ signals, ...expected });
const either = z
  .strictObject({ message: text.optional(), signals: signals.optional(), ...expected })
  .refine((one) => (one.message === undefined) !== (one.signals === undefined), 'needs a message or signals');
const said = z.strictObject({ reply: text });

/** What a rule may carry: cases it is for, and look-alikes it is not for. `npm run policy -- test` runs them all. */
const carried = <T extends z.ZodType>(example: T) => ({
  examples: z.array(example).default([]),
  not: z.array(example).default([]),
});

/** For rules about the words of a customer. */
export const messageExamples = carried(heard);
/** For rules about what is known of a turn; what an example leaves out is that of a calm question with a good answer. */
export const signalExamples = carried(seen);
/** For rules about what is known before anything is looked up: a message is classified by the embedding model. */
export const turnExamples = carried(either);
/** For rules about what the assistant says. */
export const replyExamples = carried(said);

export type RuleExample = z.infer<typeof either> | z.infer<typeof said>;
