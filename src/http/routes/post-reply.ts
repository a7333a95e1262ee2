import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { conversationSchema } from '../schemas/conversation-schemas.ts';
import { idempotencyHeader, idParams, trimmedText } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';
import { toConversationAnswer } from '../to-response.ts';

/** `POST /v1/conversations/{id}/replies`: a person answers; the assistant is silent from the first reply on. */
export function postReply(app: HttpApp, ports: HttpPorts): void {
  const bodySchema = z.strictObject({ text: trimmedText(ports.limits.messageCharacters) });
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations/{id}/replies',
    operationId: 'postReply',
    summary: 'Answer as a person',
    tags: ['People'],
    ...guardWrite('work-handovers', 'required', ports.limits),
    request: {
      params: idParams,
      headers: idempotencyHeader,
      body: requiredBody(bodySchema, { text: 'Hello, this is Robin from the card team.' }),
    },
    responses: { 200: jsonAnswer('The conversation with the reply in it', conversationSchema), ...writeProblems },
  });
  app.openapi(route, async function replyAsPerson(c) {
    const { text } = c.req.valid('json');
    const view = await ports.people.reply(c.req.valid('param').id, text, toCall(c, ports));
    return c.json(toConversationAnswer(view), 200);
  });
}
