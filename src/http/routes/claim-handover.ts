import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { handoverSchema } from '../schemas/handover-schemas.ts';
import { idempotencyHeader, idParams, trimmedText } from '../schemas/input-text.ts';
import { jsonAnswer, optionalBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';
import { toHandoverAnswer } from '../to-response.ts';

/** `POST /v1/handovers/{id}/claim`: the caller takes the conversation; one of two at once gets `version-conflict`. */
export function claimHandover(app: HttpApp, ports: HttpPorts): void {
  const bodySchema = z.strictObject({ note: trimmedText(ports.limits.messageCharacters).optional() });
  const route = createRoute({
    method: 'post',
    path: '/v1/handovers/{id}/claim',
    operationId: 'claimHandover',
    summary: 'Take a handover',
    tags: ['People'],
    ...guardWrite('work-handovers', 'optional', ports.limits),
    request: {
      params: idParams,
      headers: idempotencyHeader,
      body: optionalBody(bodySchema, { note: 'I know this customer' }),
    },
    responses: { 200: jsonAnswer('The handover, claimed', handoverSchema), ...writeProblems },
  });
  app.openapi(route, async function claim(c) {
    const { note = null } = c.req.valid('json');
    return c.json(toHandoverAnswer(await ports.people.claim(c.req.valid('param').id, toCall(c, ports), note)), 200);
  });
}
