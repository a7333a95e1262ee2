import { z } from '@hono/zod-openapi';

export const redactionSchema = z
  .object({
    redacted: z.string(),
    entities: z.array(
      z.object({
        type: z.string(),
        start: z.int().openapi({ description: 'UTF-16 code units of `text`' }),
        end: z.int().openapi({ description: 'Exclusive' }),
        score: z.number(),
        source: z.string(),
        placeholder: z.string(),
      }),
    ),
  })
  .openapi('Redaction', {
    example: {
      redacted: 'My IBAN is [IBAN_1]',
      entities: [{ type: 'IBAN', start: 11, end: 33, score: 1, source: 'checksum:iban', placeholder: '[IBAN_1]' }],
    },
  });

export const triageSchema = z.record(z.string(), z.unknown()).openapi('Triage', {
  example: { intent: { id: 'lost-card', confidence: 0.97 }, urgency: 'high', language: 'en' },
});

export const foundSchema = z
  .object({
    passages: z.array(
      z.object({
        passage: z.string(),
        document: z.string(),
        title: z.string(),
        text: z.string(),
        score: z.number(),
        updated: z.string(),
        ageDays: z.number(),
        stale: z.boolean(),
      }),
    ),
  })
  .openapi('FoundPassages', {
    example: {
      passages: [
        {
          passage: 'freeze-card#1',
          document: 'freeze-card',
          title: 'Freeze your card',
          text: 'You can freeze your card in the app at any time.',
          score: 0.93,
          updated: '2026-10-01',
          ageDays: 51,
          stale: false,
        },
      ],
    },
  });

export const validationSchema = z
  .object({
    accepted: z.boolean(),
    grounded: z.number().min(0).max(1),
    findings: z.array(
      z.object({
        check: z.string(),
        span: z.object({ start: z.int(), end: z.int() }).nullable(),
        detail: z.string(),
      }),
    ),
  })
  .openapi('Validation', {
    example: {
      accepted: false,
      grounded: 0.1,
      findings: [
        { check: 'ungrounded-specifics', span: { start: 19, end: 30 }, detail: 'no passage names this figure' },
      ],
    },
  });
