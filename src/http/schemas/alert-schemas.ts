import { z } from '@hono/zod-openapi';

const alertSchema = z.object({
  id: z.string().openapi({ example: 'w_01JA' }),
  rule: z.string().openapi({ description: 'Id of the rule in alerts.yaml' }),
  severity: z.enum(['critical', 'warning', 'info']),
  text: z.string().openapi({ description: 'What is wrong and what to do' }),
  raisedAt: z.string(),
  clearedAt: z.string().nullable().openapi({ description: 'null while it holds' }),
});

export const alertListSchema = z
  .object({ items: z.array(alertSchema), next: z.string().nullable() })
  .openapi('Alerts', {
    example: {
      items: [
        {
          id: 'w_01JA',
          rule: 'policy-broken',
          severity: 'warning',
          text: 'A policy file is broken, and the last good policy stays in force. Run npm run policy -- check.',
          raisedAt: '2026-11-21T09:00:00.000Z',
          clearedAt: null,
        },
      ],
      next: null,
    },
  });

export const alertTestSchema = z
  .object({ queued: z.number().int().openapi({ description: 'Webhooks the test message is on its way to' }) })
  .openapi('AlertTest', { example: { queued: 1 } });
