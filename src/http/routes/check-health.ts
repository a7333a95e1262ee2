import { createRoute } from '@hono/zod-openapi';
import type { HttpApp } from '../http-env.ts';
import { healthSchema } from '../schemas/health-schemas.ts';
import { jsonAnswer } from '../schemas/json-content.ts';

/** `GET /healthz`: the process answers; nothing more is claimed. */
export function checkHealth(app: HttpApp): void {
  const route = createRoute({
    method: 'get',
    path: '/healthz',
    operationId: 'checkHealth',
    summary: 'Is the process up',
    tags: ['Operation'],
    security: [],
    responses: { 200: jsonAnswer('Up', healthSchema) },
  });
  app.openapi(route, function answerHealth(c) {
    return c.json({ status: 'ok' as const }, 200);
  });
}
