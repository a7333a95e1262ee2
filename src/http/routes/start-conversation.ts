import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { startedSchema } from '../schemas/conversation-schemas.ts';
import { idempotencyHeader, languageTag, slug, trimmedText } from '../schemas/input-text.ts';
import { jsonAnswer, optionalBody } from '../schemas/json-content.ts';
import { startProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';
import { toStartedAnswer } from '../to-response.ts';

/** Where a conversation comes from when its opener does not say. */
const DEFAULT_CHANNEL = 'kiosk';

const bodySchema = z.strictObject({
  channel: slug().optional(),
  language: languageTag().optional(),
  collection: slug().optional(),
  customer: z
    .strictObject({ ref: trimmedText(200), tier: slug().optional(), verified: z.boolean().optional() })
    .optional(),
  basis: slug().optional(),
});

/** `POST /v1/conversations`: opens a conversation and tells what the customer has to be told first. */
export function startConversation(app: HttpApp, ports: HttpPorts): void {
  const example = { channel: 'kiosk', language: 'en', customer: { ref: 'customer-17', tier: 'standard' } };
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations',
    operationId: 'startConversation',
    summary: 'Open a conversation',
    tags: ['Conversations'],
    ...guardWrite('converse', 'optional', ports.limits),
    request: { headers: idempotencyHeader, body: optionalBody(bodySchema, example) },
    responses: { 201: jsonAnswer('The conversation is open', startedSchema), ...startProblems },
  });
  app.openapi(route, async function openConversation(c) {
    const {
      channel = DEFAULT_CHANNEL,
      language = null,
      collection = null,
      customer,
      basis = null,
    } = c.req.valid('json');
    const known = customer && { ref: customer.ref, tier: customer.tier ?? null, verified: customer.verified ?? false };
    const input = { channel, language, collection, customer: known ?? null, basis };
    return c.json(toStartedAnswer(await ports.conversations.start(input, toCall(c, ports))), 201);
  });
}
