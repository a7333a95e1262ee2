import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader, subjectParams, trimmedText } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { holdSchema } from '../schemas/subject-schemas.ts';
import { toCall } from '../to-call.ts';

/** `POST /v1/subjects/{ref}/hold`: keeps a customer's data from erasure and purge. */
export function holdSubject(app: HttpApp, ports: HttpPorts): void {
  const bodySchema = z.strictObject({ reason: trimmedText(ports.limits.messageCharacters) });
  const route = createRoute({
    method: 'post',
    path: '/v1/subjects/{ref}/hold',
    operationId: 'holdSubject',
    summary: "Keep a customer's data",
    tags: ['Privacy'],
    ...guardWrite('manage-subjects', 'required', ports.limits),
    request: {
      params: subjectParams,
      headers: idempotencyHeader,
      body: requiredBody(bodySchema, { reason: 'Court order, case 12' }),
    },
    responses: { 200: jsonAnswer('On hold', holdSchema), ...writeProblems },
  });
  app.openapi(route, async function hold(c) {
    const { reason } = c.req.valid('json');
    return c.json(await ports.subjects.hold(c.req.valid('param').ref, reason, toCall(c, ports)), 200);
  });
}
