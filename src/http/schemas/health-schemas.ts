import { z } from '@hono/zod-openapi';

export const healthSchema = z.object({ status: z.literal('ok') }).openapi('Health', { example: { status: 'ok' } });

export const readinessSchema = z
  .object({
    ready: z.boolean(),
    state: z.enum(['ready', 'degraded', 'starting', 'stopping']),
    parts: z.record(z.string(), z.object({ state: z.string(), detail: z.string().optional() })),
  })
  .openapi('Readiness', {
    example: {
      ready: true,
      state: 'degraded',
      parts: { store: { state: 'ready' }, 'text-engine': { state: 'down', detail: 'engine-down' } },
    },
  });

export const switchSchema = z
  .object({ state: z.enum(['stopped', 'running']) })
  .openapi('StopSwitch', { example: { state: 'stopped' } });
