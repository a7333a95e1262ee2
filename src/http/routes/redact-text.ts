import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { redactionSchema } from '../schemas/block-schemas.ts';
import { languageTag, writtenText } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { askProblems } from '../schemas/problem-schema.ts';

/** `POST /v1/redact`: personal data out of a text. The text is not trimmed: offsets count in it as it came. */
export function redactText(app: HttpApp, ports: Pick<HttpPorts, 'blocks' | 'limits'>): void {
  const { blocks, limits } = ports;
  const bodySchema = z.strictObject({
    text: writtenText(limits.messageCharacters),
    language: languageTag().optional(),
  });
  const route = createRoute({
    method: 'post',
    path: '/v1/redact',
    operationId: 'redactText',
    summary: 'Replace personal data with placeholders',
    tags: ['Building blocks'],
    ...guardWrite('use-building-blocks', 'required', limits),
    request: { body: requiredBody(bodySchema, { text: 'My IBAN is DE89370400440532013000' }) },
    responses: { 200: jsonAnswer('The text without personal data', redactionSchema), ...askProblems },
  });
  app.openapi(route, async function redact(c) {
    const { text, language = null } = c.req.valid('json');
    const { redacted, entities } = await blocks.redact(text, language);
    const found = entities.map(({ type, start, end, score, source, placeholder }) => {
      return { type, start, end, score, source, placeholder };
    });
    return c.json({ redacted, entities: found }, 200);
  });
}
