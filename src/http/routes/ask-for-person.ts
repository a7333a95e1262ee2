import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader, idParams, trimmedText } from '../schemas/input-text.ts';
import { jsonAnswer, optionalBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { turnSchema } from '../schemas/turn-schema.ts';
import { toCall } from '../to-call.ts';
import { toTurnAnswer } from '../to-response.ts';

/** `POST /v1/conversations/{id}/handover`: the customer asks for a person. */
export function askForPerson(app: HttpApp, ports: HttpPorts): void {
  const { conversations, limits } = ports;
  const bodySchema = z.strictObject({ note: trimmedText(limits.messageCharacters).optional() });
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations/{id}/handover',
    operationId: 'askForPerson',
    summary: 'Ask for a person',
    tags: ['Conversations'],
    ...guardWrite('converse', 'optional', limits),
    request: {
      params: idParams,
      headers: idempotencyHeader,
      body: optionalBody(bodySchema, { note: 'I would rather talk to somebody' }),
    },
    responses: { 202: jsonAnswer('The Turn that hands over', turnSchema), ...writeProblems },
  });
  app.openapi(route, async function handOver(c) {
    const call = toCall(c, ports);
    const { note = null } = c.req.valid('json');
    const turn = await conversations.askForPerson(c.req.valid('param').id, note, call);
    return c.json(toTurnAnswer(turn, call.caller.role), 202);
  });
}
