import { createRoute } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idParams } from '../schemas/input-text.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { purposesSchema } from '../schemas/memory-schemas.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { toPurposeAnswer } from '../to-memory-answer.ts';

/** `GET /v1/conversations/{id}/consent`: every purpose with its words, and where the customer stands with it. */
export function listPurposes(app: HttpApp, ports: Pick<HttpPorts, 'memory'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/conversations/{id}/consent',
    operationId: 'listPurposes',
    summary: 'List purposes and consents',
    tags: ['Conversations'],
    ...guardRead('read-conversation'),
    request: { params: idParams },
    responses: { 200: jsonAnswer('Purposes of policy, in its order', purposesSchema), ...readProblems },
  });
  app.openapi(route, async function answerPurposes(c) {
    const purposes = await ports.memory.purposes(c.req.valid('param').id, c.get('caller'));
    return c.json({ items: purposes.map(toPurposeAnswer), next: null }, 200);
  });
}
