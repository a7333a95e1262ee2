import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { triageSchema } from '../schemas/block-schemas.ts';
import { trimmedText } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { askProblems } from '../schemas/problem-schema.ts';

/** `POST /v1/triage`: what a text asks, how urgent it is and in what mood. */
export function triageText(app: HttpApp, ports: Pick<HttpPorts, 'blocks' | 'limits'>): void {
  const { blocks, limits } = ports;
  const bodySchema = z.strictObject({ text: trimmedText(limits.messageCharacters) });
  const route = createRoute({
    method: 'post',
    path: '/v1/triage',
    operationId: 'triageText',
    summary: 'Triage a text',
    tags: ['Building blocks'],
    ...guardWrite('use-building-blocks', 'required', limits),
    request: { body: requiredBody(bodySchema, { text: 'I lost my card!' }) },
    responses: { 200: jsonAnswer('The triage', triageSchema), ...askProblems },
  });
  app.openapi(route, async function triage(c) {
    return c.json({ ...(await blocks.triage(c.req.valid('json').text)) }, 200);
  });
}
