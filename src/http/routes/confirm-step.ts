import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader, idParams } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { turnSchema } from '../schemas/turn-schema.ts';
import { toCall } from '../to-call.ts';
import { toTurnAnswer } from '../to-response.ts';

const bodySchema = z.strictObject({
  step: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .openapi({ description: '`confirmation.step` of the Turn' }),
  accept: z.boolean().openapi({ description: 'Only `true` is a yes, and only to this step' }),
  code: z
    .string()
    .regex(/^\d{6}$/)
    .optional()
    .openapi({ description: 'The one-time code of an identity step' }),
});

/** `POST /v1/conversations/{id}/confirm`: yes or no to one step of a confirming Turn. */
export function confirmStep(app: HttpApp, ports: HttpPorts): void {
  const { conversations, limits } = ports;
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations/{id}/confirm',
    operationId: 'confirmStep',
    summary: 'Answer a confirmation step',
    tags: ['Conversations'],
    ...guardWrite('converse', 'required', limits),
    request: {
      params: idParams,
      headers: idempotencyHeader,
      body: requiredBody(bodySchema, { step: 'a_01JD3V6Q5WX7E8R9T0YABCDEFG.change', accept: true }),
    },
    responses: { 200: jsonAnswer('The Turn the answer led to', turnSchema), ...writeProblems },
  });
  app.openapi(route, async function confirm(c) {
    const call = toCall(c, ports);
    const { step, accept, code = null } = c.req.valid('json');
    const turn = await conversations.confirm(c.req.valid('param').id, { step, accept, code }, call);
    return c.json(toTurnAnswer(turn, call.caller.role), 200);
  });
}
