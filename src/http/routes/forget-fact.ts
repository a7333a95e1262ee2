import { createRoute } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader } from '../schemas/input-text.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { deletedSchema, factParams } from '../schemas/memory-schemas.ts';
import { deleteProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';

/** `DELETE /v1/conversations/{id}/memory/{fact}`: the customer has one thing forgotten. */
export function forgetFact(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'delete',
    path: '/v1/conversations/{id}/memory/{fact}',
    operationId: 'forgetFact',
    summary: 'Forget one thing that is remembered',
    tags: ['Conversations'],
    ...guardRead('converse'),
    request: { params: factParams, headers: idempotencyHeader },
    responses: { 200: jsonAnswer('Forgotten', deletedSchema), ...deleteProblems },
  });
  app.openapi(route, async function forgetOne(c) {
    const { id, fact } = c.req.valid('param');
    return c.json(await ports.memory.forget(id, fact, toCall(c, ports)), 200);
  });
}
