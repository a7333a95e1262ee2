import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { trimmedText } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { revealedSchema } from '../schemas/reveal-schemas.ts';
import { toCall } from '../to-call.ts';

/** "ok" is no reason. */
const LEAST_REASON = 8;
const MOST_REASON = 500;

const bodySchema = z.strictObject({
  conversation: z.string().regex(/^[\w-]{1,100}$/),
  placeholder: z.string().regex(/^\[[A-Z_]{1,24}_\d{1,9}\]$/),
  reason: trimmedText(MOST_REASON).min(LEAST_REASON),
});

/** `POST /v1/reveal`: one value, on the record first. It takes no `Idempotency-Key`: a repeat is another reading. */
export function revealValue(app: HttpApp, ports: HttpPorts): void {
  const example = {
    conversation: 'c_01JD3V6Q5WX7E8R9T0YABCDEFG',
    placeholder: '[NAME_1]',
    reason: 'The customer asks for a letter',
  };
  const route = createRoute({
    method: 'post',
    path: '/v1/reveal',
    operationId: 'revealValue',
    summary: 'See one masked value',
    tags: ['People'],
    ...guardWrite('reveal-values', 'required', ports.limits),
    request: { body: requiredBody(bodySchema, example) },
    responses: { 200: jsonAnswer('The value, until it expires', revealedSchema), ...writeProblems },
  });
  app.openapi(route, async function answerReveal(c) {
    const { conversation, placeholder, type, value, expiresAt } = await ports.reveal(
      c.req.valid('json'),
      toCall(c, ports),
    );
    return c.json({ conversation, placeholder, type, value, expiresAt }, 200);
  });
}
