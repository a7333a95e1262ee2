import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { alertTestSchema } from '../schemas/alert-schemas.ts';
import { idempotencyHeader } from '../schemas/input-text.ts';
import { jsonAnswer, optionalBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';

/** `POST /v1/alerts/test`: sends a message to every webhook, so that somebody sees that it arrives. */
export function testAlerts(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/alerts/test',
    operationId: 'testAlerts',
    summary: 'Send a test message to every webhook',
    tags: ['Operation'],
    ...guardWrite('test-alerts', 'optional', ports.limits),
    request: { headers: idempotencyHeader, body: optionalBody(z.strictObject({}), {}) },
    responses: { 202: jsonAnswer('On their way', alertTestSchema), ...writeProblems },
  });
  app.openapi(route, async function sendTest(c) {
    return c.json({ queued: await ports.alerts.test(toCall(c, ports)) }, 202);
  });
}
