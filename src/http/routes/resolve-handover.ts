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

/** `POST /v1/handovers/{id}/resolve`: a person is done, and says whether the assistant had been right. */
export function resolveHandover(app: HttpApp, ports: HttpPorts): void {
  const { messageCharacters } = ports.limits;
  const bodySchema = z.strictObject({
    resolution: trimmedText(messageCharacters),
    assistantWasRight: z.boolean().optional(),
    because: trimmedText(messageCharacters).optional(),
    correctedReply: trimmedText(messageCharacters).optional(),
  });
  const route = createRoute({
    method: 'post',
    path: '/v1/handovers/{id}/resolve',
    operationId: 'resolveHandover',
    summary: 'Resolve a handover',
    tags: ['People'],
    ...guardWrite('work-handovers', 'required', ports.limits),
    request: {
      params: idParams,
      headers: idempotencyHeader,
      body: requiredBody(bodySchema, { resolution: 'Fee refunded', assistantWasRight: false }),
    },
    responses: { 200: jsonAnswer('The handover, done', handoverSchema), ...writeProblems },
  });
  app.openapi(route, async function resolve(c) {
    const { resolution, assistantWasRight = null, because = null, correctedReply = null } = c.req.valid('json');
    const input = { resolution, assistantWasRight, because, correctedReply };
    return c.json(toHandoverAnswer(await ports.people.resolve(c.req.valid('param').id, input, toCall(c, ports))), 200);
  });
}
