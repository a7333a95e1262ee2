import { createRoute } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { conversationSchema } from '../schemas/conversation-schemas.ts';
import { idParams } from '../schemas/input-text.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { toConversationAnswer } from '../to-response.ts';

/** `GET /v1/conversations/{id}`: state and transcript, with placeholders where personal data stood. */
export function readConversation(app: HttpApp, ports: Pick<HttpPorts, 'conversations'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/conversations/{id}',
    operationId: 'readConversation',
    summary: 'Read a conversation',
    tags: ['Conversations'],
    ...guardRead('read-conversation'),
    request: { params: idParams },
    responses: { 200: jsonAnswer('State and transcript', conversationSchema), ...readProblems },
  });
  app.openapi(route, async function answerConversation(c) {
    const view = await ports.conversations.read(c.req.valid('param').id, c.get('caller'));
    return c.json(toConversationAnswer(view), 200);
  });
}
