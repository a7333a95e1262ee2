import { createRoute } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader, idParams } from '../schemas/input-text.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { deletedSchema } from '../schemas/memory-schemas.ts';
import { deleteProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';

/** `DELETE /v1/conversations/{id}/memory`: the customer has everything forgotten. */
export function forgetFacts(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'delete',
    path: '/v1/conversations/{id}/memory',
    operationId: 'forgetFacts',
    summary: 'Forget everything that is remembered',
    tags: ['Conversations'],
    ...guardRead('converse'),
    request: { params: idParams, headers: idempotencyHeader },
    responses: { 200: jsonAnswer('Forgotten', deletedSchema), ...deleteProblems },
  });
  app.openapi(route, async function forgetAll(c) {
    return c.json(await ports.memory.forget(c.req.valid('param').id, null, toCall(c, ports)), 200);
  });
}
