import { createRoute } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { turnParams } from '../schemas/input-text.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { turnSchema } from '../schemas/turn-schema.ts';
import { toTurnAnswer } from '../to-response.ts';

/** `GET /v1/conversations/{id}/turns/{turn}`: a recorded Turn; to staff with its decision and why. */
export function readTurn(app: HttpApp, ports: Pick<HttpPorts, 'conversations'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/conversations/{id}/turns/{turn}',
    operationId: 'readTurn',
    summary: 'Read a turn',
    tags: ['Conversations'],
    ...guardRead('read-conversation'),
    request: { params: turnParams },
    responses: { 200: jsonAnswer('The turn as it was recorded', turnSchema), ...readProblems },
  });
  app.openapi(route, async function answerTurn(c) {
    const { id, turn } = c.req.valid('param');
    const caller = c.get('caller');
    return c.json(toTurnAnswer(await ports.conversations.readTurn(id, turn, caller), caller.role), 200);
  });
}
