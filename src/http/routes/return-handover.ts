import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { handoverSchema } from '../schemas/handover-schemas.ts';
import { idempotencyHeader, idParams, trimmedText } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';
import { toHandoverAnswer } from '../to-response.ts';

/** `POST /v1/handovers/{id}/return`: a person gives the conversation back to the assistant. */
export function returnHandover(app: HttpApp, ports: HttpPorts): void {
  const bodySchema = z.strictObject({ note: trimmedText(ports.limits.messageCharacters) });
  const route = createRoute({
    method: 'post',
    path: '/v1/handovers/{id}/return',
    operationId: 'returnHandover',
    summary: 'Give a conversation back to the assistant',
    tags: ['People'],
    ...guardWrite('work-handovers', 'required', ports.limits),
    request: {
      params: idParams,
      headers: idempotencyHeader,
      body: requiredBody(bodySchema, { note: 'Identity checked, the card question is open' }),
    },
    responses: { 200: jsonAnswer('The handover, given back', handoverSchema), ...writeProblems },
  });
  app.openapi(route, async function giveBack(c) {
    const { note } = c.req.valid('json');
    return c.json(toHandoverAnswer(await ports.people.giveBack(c.req.valid('param').id, note, toCall(c, ports))), 200);
  });
}
