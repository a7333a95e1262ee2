import { z } from '@hono/zod-openapi';
import { handoverReasons, priorities } from '../../conversation/outcome.ts';

const packetSchema = z
  .object({
    customer: z.string(),
    issue: z.string(),
    tried: z.string(),
    knowledge: z.string(),
    next: z.string(),
    tone: z.string(),
  })
  .openapi('Packet', { description: 'What a person takes in within twenty seconds: at most 200 words.' });

export const handoverStates = ['waiting', 'claimed', 'done'] as const;

const example = {
  reference: 'h_01JD3V7A2B3C4D5E6F7G8H9J0K',
  conversation: 'c_01JD3V6Q5WX7E8R9T0YABCDEFG',
  state: 'waiting',
  reason: 'legal-language',
  queue: 'complaints',
  priority: 'high',
  at: '2026-11-21T09:00:00.000Z',
  claimedBy: null,
  headline: 'Wants a fee refunded and mentions a lawyer: call back today. Angry.',
  packet: {
    customer: 'Private customer, verified',
    issue: 'Was charged [MONEY_1] twice',
    tried: 'The assistant quoted the fee page',
    knowledge: 'Fees, 12 days old',
    next: 'Check the double charge',
    tone: 'Angry, getting worse',
  },
  entities: [{ type: 'IBAN', placeholder: '[IBAN_1]' }],
  rationale: 'Legal language is always handed over',
  attempted: [],
  turn: 2,
  resolution: null,
  transcript: '/v1/conversations/c_01JD3V6Q5WX7E8R9T0YABCDEFG',
};

const resolutionSchema = z.object({
  kind: z.enum(['returned', 'resolved']),
  text: z.string(),
  assistantWasRight: z.boolean().nullable(),
  because: z.string().nullable(),
  correctedReply: z.string().nullable(),
  at: z.string(),
  by: z.string(),
});

const stepSchema = z.object({
  act: z.string(),
  at: z.string(),
  by: z.object({ role: z.string(), key: z.string() }),
  note: z.string().nullable(),
  turn: z.number().nullable(),
  entry: z.number().openapi({ description: 'Index of the entry of the log' }),
});

export const handoverSchema = z
  .object({
    reference: z.string(),
    conversation: z.string(),
    state: z.enum(handoverStates),
    reason: z.enum(handoverReasons),
    queue: z.string(),
    priority: z.enum(priorities),
    at: z.string(),
    claimedBy: z.string().nullable(),
    headline: z.string(),
    packet: packetSchema,
    entities: z.array(z.object({ type: z.string(), placeholder: z.string() })),
    rationale: z.string(),
    attempted: z.array(z.object({ action: z.string(), result: z.string() })),
    turn: z.number().openapi({ description: 'The turn that was handed over' }),
    resolution: resolutionSchema.nullable(),
    chain: z.array(stepSchema).optional().openapi({ description: 'From the turn to the resolution' }),
    transcript: z.string().openapi({ description: 'Where the conversation is read' }),
  })
  .openapi('Handover', { example });

export const handoverListSchema = z
  .object({ items: z.array(handoverSchema), next: z.string().nullable() })
  .openapi('HandoverList', { example: { items: [example], next: null } });

export type HandoverAnswer = z.infer<typeof handoverSchema>;
