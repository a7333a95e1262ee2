import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader, idParams, slug } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { consentSchema } from '../schemas/memory-schemas.ts';
import { consentProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';
import { toConsentAnswer } from '../to-memory-answer.ts';

const bodySchema = z.strictObject({
  purpose: slug(),
  granted: z.boolean(),
  keepDays: z.int().min(1).max(3_650).optional(),
});

/** `POST /v1/conversations/{id}/consent`: a yes or no to one purpose; taking it back is the same call. */
export function giveConsent(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations/{id}/consent',
    operationId: 'giveConsent',
    summary: 'Grant or withdraw a purpose',
    tags: ['Conversations'],
    ...guardWrite('converse', 'required', ports.limits),
    request: {
      params: idParams,
      headers: idempotencyHeader,
      body: requiredBody(bodySchema, { purpose: 'remember-me', granted: true }),
    },
    responses: { 200: jsonAnswer('On the record', consentSchema), ...consentProblems },
  });
  app.openapi(route, async function keepConsent(c) {
    const { purpose, granted, keepDays = null } = c.req.valid('json');
    const input = { purpose, granted, keepDays };
    const view = await ports.memory.consent(c.req.valid('param').id, input, toCall(c, ports));
    return c.json(toConsentAnswer(view), 200);
  });
}
