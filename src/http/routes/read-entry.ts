import { createRoute, z } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { HttpProblem } from '../problem.ts';
import { entrySchema } from '../schemas/audit-schemas.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';

const paramsSchema = z.object({
  index: z
    .string()
    .regex(/^(?:0|[1-9]\d{0,15})$/)
    .openapi({ param: { name: 'index', in: 'path' }, type: 'integer', minimum: 0, example: '41' }),
});

/** `GET /v1/audit/entries/{index}`: one entry; that it was read is itself on the record before it is shown. */
export function readEntry(app: HttpApp, ports: Pick<HttpPorts, 'audit' | 'requestHash'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/audit/entries/{index}',
    operationId: 'readEntry',
    summary: 'Read an entry of the log',
    tags: ['Audit'],
    ...guardRead('read-log'),
    request: { params: paramsSchema },
    responses: { 200: jsonAnswer('The entry', entrySchema), ...readProblems },
  });
  app.openapi(route, async function answerEntry(c) {
    const index = Number(c.req.valid('param').index);
    if (!Number.isSafeInteger(index)) throw new HttpProblem('not-found');
    const { leaf, entry, texts } = await ports.audit.entry(index);
    await ports.audit.logRead({ kind: 'entry', index }, toCall(c, ports));
    return c.json({ index, leaf, entry: { ...entry }, texts: { ...texts } }, 200);
  });
}
