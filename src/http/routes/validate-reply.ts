import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { validationSchema } from '../schemas/block-schemas.ts';
import { trimmedText, writtenText } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { askProblems } from '../schemas/problem-schema.ts';

const MAX_PASSAGES = 50;

const example = {
  reply: 'A replacement card costs 100 dollars.',
  passages: [{ text: 'A replacement card is free.' }],
};

/** `POST /v1/validate`: whether a reply somebody else worded may be said. Spans count in the reply as it came. */
export function validateReply(app: HttpApp, ports: Pick<HttpPorts, 'blocks' | 'limits'>): void {
  const { blocks, limits } = ports;
  const bodySchema = z.strictObject({
    reply: writtenText(limits.messageCharacters),
    passages: z.array(z.strictObject({ text: writtenText(limits.messageCharacters) })).max(MAX_PASSAGES),
    question: trimmedText(limits.messageCharacters).optional(),
  });
  const route = createRoute({
    method: 'post',
    path: '/v1/validate',
    operationId: 'validateReply',
    summary: 'Check a reply against passages',
    tags: ['Building blocks'],
    ...guardWrite('use-building-blocks', 'required', limits),
    request: { body: requiredBody(bodySchema, example) },
    responses: { 200: jsonAnswer('The verdict', validationSchema), ...askProblems },
  });
  app.openapi(route, async function validate(c) {
    const { reply, passages, question = null } = c.req.valid('json');
    const { accepted, grounded, findings } = await blocks.validate({ reply, passages, question });
    const told = findings.map(({ check, span, detail }) => ({
      check,
      span: span === null ? null : { start: span.start, end: span.end },
      detail,
    }));
    return c.json({ accepted, grounded, findings: told }, 200);
  });
}
