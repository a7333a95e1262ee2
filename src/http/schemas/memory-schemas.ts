import { z } from '@hono/zod-openapi';
import { factKinds } from '../../conversation/memory-fact.ts';
import { idParams } from './input-text.ts';
import { receiptSchema } from './turn-schema.ts';

const noticeSchema = z.object({ version: z.string(), language: z.string(), text: z.string() });
const notice = { version: '2026-11-01', language: 'en', text: 'May we remember you?' };

export const consentSchema = z
  .object({
    conversation: z.string(),
    purpose: z.string(),
    basis: z.string(),
    granted: z.boolean(),
    notice: noticeSchema,
    keepDays: z.int(),
    at: z.string(),
    receipt: receiptSchema,
  })
  .openapi('Consent', {
    example: {
      conversation: 'c_01JD3V6Q5WX7E8R9T0YABCDEFG',
      purpose: 'remember-me',
      basis: 'consent',
      granted: true,
      notice,
      keepDays: 365,
      at: '2026-11-21T09:00:00.000Z',
      receipt: { index: 41, leaf: 'bGVhZg==', checkpoint: 'log\n60\nroot\n', size: 60, hashes: ['aGFzaA=='] },
    },
  });

export const purposesSchema = z
  .object({
    items: z.array(
      z.object({
        purpose: z.string(),
        title: z.string(),
        basis: z.string(),
        optional: z.boolean(),
        notice: noticeSchema,
        granted: z.boolean().nullable(),
        keepDays: z.int(),
        at: z.string().nullable(),
      }),
    ),
    next: z.null(),
  })
  .openapi('Purposes', {
    example: {
      items: [
        {
          purpose: 'remember-me',
          title: 'Remembering you next time',
          basis: 'consent',
          optional: true,
          notice,
          granted: null,
          keepDays: 365,
          at: null,
        },
      ],
      next: null,
    },
  });

export const factsSchema = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(factKinds),
        value: z.string(),
        purpose: z.string(),
        source: z.object({ conversation: z.string(), turn: z.int() }),
        at: z.string(),
        expires: z.string(),
      }),
    ),
    next: z.null(),
  })
  .openapi('Facts', {
    example: {
      items: [
        {
          id: 'm_01JD3V8B2C3D4E5F6G7H8J9K0L',
          kind: 'preferred-language',
          value: 'de',
          purpose: 'remember-me',
          source: { conversation: 'c_01JD3V6Q5WX7E8R9T0YABCDEFG', turn: 2 },
          at: '2026-11-21T09:00:00.000Z',
          expires: '2027-11-21T09:00:00.000Z',
        },
      ],
      next: null,
    },
  });

export const deletedSchema = z.object({ deleted: z.int() }).openapi('Deleted', { example: { deleted: 1 } });

/** A fact of a conversation's customer, by its id. */
export const factParams = idParams.extend({
  fact: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .openapi({ param: { name: 'fact', in: 'path' }, example: 'm_01JD3V8B2C3D4E5F6G7H8J9K0L' }),
});
