import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { conversationSchema } from '../schemas/conversation-schemas.ts';
import { idempotencyHeader, idParams, trimmedText } from '../schemas/input-text.ts';
import { jsonAnswer, optionalBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';
import { toConversationAnswer } from '../to-response.ts';

/** `POST /v1/conversations/{id}/takeover`: a person takes a conversation nobody handed over. */
export function takeOver(app: HttpApp, ports: HttpPorts): void {
  const bodySchema = z.strictObject({ note: trimmedText(ports.limits.messageCharacters).optional() });
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations/{id}/takeover',
    operationId: 'takeOver',
    summary: 'Take a conversation over',
    tags: ['People'],
    ...guardWrite('work-handovers', 'optional', ports.limits),
    request: {
      params: idParams,
      headers: idempotencyHeader,
      body: optionalBody(bodySchema, { note: 'I know this customer' }),
    },
    responses: { 200: jsonAnswer('The conversation, with a person', conversationSchema), ...writeProblems },
  });
  app.openapi(route, async function takeConversationOver(c) {
    const { note = null } = c.req.valid('json');
    const { id } = c.req.valid('param');
    return c.json(toConversationAnswer(await ports.people.takeOver(id, toCall(c, ports), note)), 200);
  });
}
