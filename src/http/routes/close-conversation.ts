import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader, idParams } from '../schemas/input-text.ts';
import { jsonAnswer, optionalBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';

const closedSchema = z
  .object({ id: z.string(), state: z.literal('closed') })
  .openapi('Closed', { example: { id: 'c_01JD3V6Q5WX7E8R9T0YABCDEFG', state: 'closed' } });

/** `POST /v1/conversations/{id}/close`: the customer is done; the next one at the kiosk starts empty. */
export function closeConversation(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations/{id}/close',
    operationId: 'closeConversation',
    summary: 'Close a conversation',
    tags: ['Conversations'],
    ...guardWrite('converse', 'optional', ports.limits),
    request: { params: idParams, headers: idempotencyHeader, body: optionalBody(z.strictObject({}), {}) },
    responses: { 200: jsonAnswer('Closed', closedSchema), ...writeProblems },
  });
  app.openapi(route, async function close(c) {
    const { id, state } = await ports.conversations.close(c.req.valid('param').id, toCall(c, ports));
    return c.json({ id, state }, 200);
  });
}
