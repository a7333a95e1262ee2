import { createRoute } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader, subjectParams } from '../schemas/input-text.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { holdSchema } from '../schemas/subject-schemas.ts';
import { toCall } from '../to-call.ts';

/** `DELETE /v1/subjects/{ref}/hold`: lets a customer's data be deleted again. */
export function releaseSubject(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'delete',
    path: '/v1/subjects/{ref}/hold',
    operationId: 'releaseSubject',
    summary: 'End a hold',
    tags: ['Privacy'],
    ...guardRead('manage-subjects'),
    request: { params: subjectParams, headers: idempotencyHeader },
    responses: { 200: jsonAnswer('No longer on hold', holdSchema), ...writeProblems },
  });
  app.openapi(route, async function release(c) {
    return c.json(await ports.subjects.release(c.req.valid('param').ref, toCall(c, ports)), 200);
  });
}
