import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { switchSchema } from '../schemas/health-schemas.ts';
import { idempotencyHeader } from '../schemas/input-text.ts';
import { jsonAnswer, optionalBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';

/** `POST /v1/resume`: the stop switch is released. */
export function resumeAppliance(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/resume',
    operationId: 'resumeAppliance',
    summary: 'Let the assistant speak again',
    tags: ['People'],
    ...guardWrite('resume-appliance', 'optional', ports.limits),
    request: { headers: idempotencyHeader, body: optionalBody(z.strictObject({}), {}) },
    responses: { 200: jsonAnswer('Done and on the record', switchSchema), ...writeProblems },
  });
  app.openapi(route, async function resume(c) {
    await ports.resume(toCall(c, ports));
    return c.json({ state: 'running' as const }, 200);
  });
}
