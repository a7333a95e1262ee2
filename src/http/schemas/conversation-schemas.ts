import { z } from '@hono/zod-openapi';
import { conversationStates } from '../../conversation/conversation.ts';
import { citationSchema, outcomeSchema, receiptSchema } from './turn-schema.ts';

const stateSchema = z.enum(conversationStates);

const statementSchema = z.object({ text: z.string(), version: z.string() });

export const startedSchema = z
  .object({ id: z.string(), notice: statementSchema, disclosure: statementSchema, state: stateSchema })
  .openapi('Started', {
    example: {
      id: 'c_01JD3V6Q5WX7E8R9T0YABCDEFG',
      notice: { text: 'What you write is kept for 30 days.', version: '2026-11' },
      disclosure: { text: 'You are talking to an automated assistant.', version: '2026-11' },
      state: 'with-assistant',
    },
  });

const lineSchema = z
  .object({
    turn: z.int(),
    at: z.string(),
    from: z.enum(['customer', 'assistant', 'person']),
    text: z.string(),
    outcome: outcomeSchema.nullable(),
    citations: z.array(citationSchema),
    receipt: receiptSchema.pick({ index: true, leaf: true }).nullable(),
  })
  .openapi('TranscriptLine');

const consentStateSchema = z
  .object({
    purpose: z.string(),
    granted: z.boolean(),
    notice: z.object({ version: z.string(), language: z.string() }),
    keepDays: z.int().nullable(),
    at: z.string(),
  })
  .openapi('ConsentState');

export const conversationSchema = z
  .object({
    id: z.string(),
    state: stateSchema,
    version: z.int(),
    channel: z.string(),
    language: z.string(),
    transcript: z.array(lineSchema),
    consents: z.array(consentStateSchema),
    revealable: z.array(z.string()).openapi({ description: 'Placeholders `POST /v1/reveal` shows this role' }),
  })
  .openapi('Conversation', {
    example: {
      id: 'c_01JD3V6Q5WX7E8R9T0YABCDEFG',
      state: 'with-assistant',
      version: 3,
      channel: 'kiosk',
      language: 'en',
      transcript: [
        {
          turn: 1,
          at: '2026-11-21T09:00:00.000Z',
          from: 'customer',
          text: 'My name is [NAME_1] and I lost my card',
          outcome: null,
          citations: [],
          receipt: null,
        },
      ],
      consents: [],
      revealable: ['[NAME_1]'],
    },
  });

export type StartedAnswer = z.infer<typeof startedSchema>;
export type ConversationAnswer = z.infer<typeof conversationSchema>;
