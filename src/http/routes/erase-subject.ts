import { createRoute } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader, subjectParams } from '../schemas/input-text.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { eraseProblems } from '../schemas/problem-schema.ts';
import { certificateSchema } from '../schemas/subject-schemas.ts';
import { toCall } from '../to-call.ts';

/** `DELETE /v1/subjects/{ref}`: erases a customer everywhere; a repeat answers the certificate of the first. */
export function eraseSubject(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'delete',
    path: '/v1/subjects/{ref}',
    operationId: 'eraseSubject',
    summary: 'Erase a customer',
    tags: ['Privacy'],
    ...guardRead('manage-subjects'),
    request: { params: subjectParams, headers: idempotencyHeader },
    responses: { 200: jsonAnswer('Erased, with the certificate', certificateSchema), ...eraseProblems },
  });
  app.openapi(route, async function erase(c) {
    return c.json(await ports.subjects.erase(c.req.valid('param').ref, toCall(c, ports)), 200);
  });
}
