import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader } from '../schemas/input-text.ts';
import { jsonAnswer, optionalBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { retentionSchema } from '../schemas/subject-schemas.ts';
import { toCall } from '../to-call.ts';

const bodySchema = z.strictObject({ dryRun: z.boolean().default(false), clockIsRight: z.boolean().default(false) });

/**
 * `POST /v1/retention`: deletes now what is older than policy allows, which otherwise happens every hour; after a jump of the
 * clock only where the caller says that it is right.
 */
export function runRetention(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/retention',
    operationId: 'runRetention',
    summary: 'Delete what is older than policy allows',
    tags: ['Privacy'],
    ...guardWrite('manage-subjects', 'optional', ports.limits),
    request: { headers: idempotencyHeader, body: optionalBody(bodySchema, { dryRun: true }) },
    responses: { 200: jsonAnswer('What was deleted, or would be', retentionSchema), ...writeProblems },
  });
  app.openapi(route, async function retain(c) {
    const { purges, ...report } = await ports.subjects.retain(c.req.valid('json'), toCall(c, ports));
    return c.json({ ...report, purges: purges.map((purge) => ({ ...purge, records: { ...purge.records } })) }, 200);
  });
}
