import { createRoute } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idParams } from '../schemas/input-text.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { factsSchema } from '../schemas/memory-schemas.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';
import { toFactAnswer } from '../to-memory-answer.ts';

/** `GET /v1/conversations/{id}/memory`: what is remembered of the customer; every reading is on the record. */
export function listFacts(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/conversations/{id}/memory',
    operationId: 'listFacts',
    summary: 'List what is remembered of the customer',
    tags: ['Conversations'],
    ...guardRead('read-conversation'),
    request: { params: idParams },
    responses: { 200: jsonAnswer('Oldest first', factsSchema), ...readProblems },
  });
  app.openapi(route, async function answerFacts(c) {
    const facts = await ports.memory.facts(c.req.valid('param').id, toCall(c, ports));
    return c.json({ items: facts.map(toFactAnswer), next: null }, 200);
  });
}
