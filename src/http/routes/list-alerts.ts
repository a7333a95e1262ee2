import { createRoute } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { alertListSchema } from '../schemas/alert-schemas.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';

/** `GET /v1/alerts`: what the appliance tells of itself, alerts that hold first. */
export function listAlerts(app: HttpApp, ports: Pick<HttpPorts, 'alerts'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/alerts',
    operationId: 'listAlerts',
    summary: 'List alerts',
    tags: ['Operation'],
    ...guardRead('read-alerts'),
    responses: { 200: jsonAnswer('Alerts that hold, then the latest that are over', alertListSchema), ...readProblems },
  });
  app.openapi(route, async function answerAlerts(c) {
    const items = await ports.alerts.list();
    return c.json({ items: [...items], next: null }, 200);
  });
}
