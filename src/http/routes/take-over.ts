import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { conversationSchema } from '../schemas/conversation-schemas.ts';
import { idempotencyHeader, idParams } from '../schemas/input-text.ts';
import { jsonAnswer, optionalBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';
import { toConversationAnswer } from '../to-response.ts';

/** `POST /v1/conversations/{id}/takeover`: a person takes a conversation nobody handed over. */
export function takeOver(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations/{id}/takeover',
    operationId: 'takeOver',
    summary: 'Take a conversation over',
    tags: ['People'],
    ...guardWrite('work-handovers', 'optional', ports.limits),
    request: { params: idParams, headers: idempotencyHeader, body: optionalBody(z.strictObject({}), {}) },
    responses: { 200: jsonAnswer('The conversation, with a person', conversationSchema), ...writeProblems },
  });
  app.openapi(route, async function takeConversationOver(c) {
    return c.json(toConversationAnswer(await ports.people.takeOver(c.req.valid('param').id, toCall(c, ports))), 200);
  });
}
