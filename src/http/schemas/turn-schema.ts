import { z } from '@hono/zod-openapi';
import { handoverReasons, priorities } from '../../conversation/outcome.ts';

export const citationSchema = z
  .object({
    passage: z.string(),
    title: z.string(),
    version: z.string(),
    updated: z.string(),
    quote: z.string(),
  })
  .openapi('Citation');

export const receiptSchema = z
  .object({
    index: z.int(),
    leaf: z.string(),
    checkpoint: z.string(),
    size: z.int(),
    hashes: z.array(z.string()),
  })
  .openapi('Receipt', {
    description: 'Proof that the turn is in the log: enough to check inclusion without asking again.',
  });

export const outcomeSchema = z.enum(['answered', 'clarifying', 'confirming', 'handed-over', 'with-person']);

const replySchema = z
  .object({
    text: z.string(),
    language: z.string(),
    mode: z.enum(['quoted', 'composed', 'scripted']),
    citations: z.array(citationSchema),
  })
  .openapi('Reply');

const ticketSchema = z
  .object({
    reference: z.string(),
    queue: z.string(),
    priority: z.enum(priorities),
    position: z.int().openapi({ description: '1 is next' }),
    reason: z.enum(handoverReasons).optional().openapi({ description: 'For staff only' }),
  })
  .openapi('Ticket');

const confirmationSchema = z
  .object({
    step: z.string(),
    kind: z.enum(['identity', 'change']).openapi({ description: '`identity` wants a one-time code, `change` a yes' }),
    until: z.string().openapi({ description: 'Silence until then means no' }),
  })
  .openapi('Confirmation');

const staffOnly = 'For staff only';

export const turnSchema = z
  .object({
    conversation: z.string(),
    turn: z.int(),
    outcome: outcomeSchema,
    reply: replySchema.nullable(),
    confirmation: confirmationSchema.nullable(),
    handover: ticketSchema.nullable(),
    receipt: receiptSchema,
    triage: z.record(z.string(), z.unknown()).optional().openapi({ description: staffOnly }),
    decision: z.record(z.string(), z.unknown()).optional().openapi({ description: staffOnly }),
    timings: z
      .record(z.string(), z.object({ ms: z.number(), budgetMs: z.number(), deadlineMs: z.number().optional() }))
      .optional()
      .openapi({ description: staffOnly }),
  })
  .openapi('Turn', {
    example: {
      conversation: 'c_01JD3V6Q5WX7E8R9T0YABCDEFG',
      turn: 1,
      outcome: 'answered',
      reply: {
        text: 'You can freeze your card in the app at any time.',
        language: 'en',
        mode: 'quoted',
        citations: [
          {
            passage: 'freeze-card#1',
            title: 'Freeze your card',
            version: 'sha256:9f86d081',
            updated: '2026-10-01',
            quote: 'You can freeze your card in the app at any time.',
          },
        ],
      },
      confirmation: null,
      handover: null,
      receipt: { index: 41, leaf: 'n4bQgYhM', checkpoint: 'confidant.example/log\n60\n…', size: 60, hashes: ['…'] },
    },
  });

export type TurnAnswer = z.infer<typeof turnSchema>;
