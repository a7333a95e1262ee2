import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader, idParams, trimmedText } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';

const COMMENT_CHARACTERS = 2_000;

const bodySchema = z
  .strictObject({
    csat: z.int().min(1).max(5).optional(),
    effort: z.int().min(1).max(7).optional(),
    resolved: z.boolean().optional(),
    comment: trimmedText(COMMENT_CHARACTERS).optional(),
  })
  .refine((feedback) => Object.keys(feedback).length > 0)
  .openapi({ minProperties: 1 });

const feedbackSchema = z
  .object({ id: z.string() })
  .openapi('Feedback', { example: { id: 'f_01JD3V8B2C3D4E5F6G7H8J9K0L' } });

/** `POST /v1/conversations/{id}/feedback`: what the customer thought of it. */
export function giveFeedback(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations/{id}/feedback',
    operationId: 'giveFeedback',
    summary: 'Rate a conversation',
    tags: ['Conversations'],
    ...guardWrite('converse', 'required', ports.limits),
    request: {
      params: idParams,
      headers: idempotencyHeader,
      body: requiredBody(bodySchema, { csat: 5, resolved: true }),
    },
    responses: { 201: jsonAnswer('Kept', feedbackSchema), ...writeProblems },
  });
  app.openapi(route, async function keepFeedback(c) {
    const { csat = null, effort = null, resolved = null, comment = null } = c.req.valid('json');
    const input = { csat, effort, resolved, comment };
    const { id } = await ports.conversations.giveFeedback(c.req.valid('param').id, input, toCall(c, ports));
    return c.json({ id }, 201);
  });
}
