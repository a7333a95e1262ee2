import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader, subjectParams, trimmedText } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { correctionSchema } from '../schemas/subject-schemas.ts';
import { toCall } from '../to-call.ts';

/** `POST /v1/subjects/{ref}/corrections`: what a customer says is wrong about them, kept beside what is stored. */
export function correctSubject(app: HttpApp, ports: HttpPorts): void {
  const bodySchema = z.strictObject({ statement: trimmedText(ports.limits.messageCharacters) });
  const route = createRoute({
    method: 'post',
    path: '/v1/subjects/{ref}/corrections',
    operationId: 'correctSubject',
    summary: 'Attach a statement of correction',
    tags: ['Privacy'],
    ...guardWrite('manage-subjects', 'required', ports.limits),
    request: {
      params: subjectParams,
      headers: idempotencyHeader,
      body: requiredBody(bodySchema, { statement: 'I never asked for that transfer' }),
    },
    responses: { 201: jsonAnswer('Attached', correctionSchema), ...writeProblems },
  });
  app.openapi(route, async function correct(c) {
    const { statement } = c.req.valid('json');
    return c.json(await ports.subjects.correct(c.req.valid('param').ref, statement, toCall(c, ports)), 201);
  });
}
