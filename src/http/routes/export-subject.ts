import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader, subjectParams } from '../schemas/input-text.ts';
import { jsonAnswer, optionalBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { bundleSchema } from '../schemas/subject-schemas.ts';
import { toCall } from '../to-call.ts';

/** `POST /v1/subjects/{ref}/export`: everything stored about a customer, for that customer. */
export function exportSubject(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/subjects/{ref}/export',
    operationId: 'exportSubject',
    summary: 'Everything stored about a customer',
    tags: ['Privacy'],
    ...guardWrite('manage-subjects', 'optional', ports.limits),
    request: { params: subjectParams, headers: idempotencyHeader, body: optionalBody(z.strictObject({}), {}) },
    responses: { 200: jsonAnswer('The bundle, as data and as a page', bundleSchema), ...writeProblems },
  });
  app.openapi(route, async function answerBundle(c) {
    const { bundle, page } = await ports.subjects.export(c.req.valid('param').ref, toCall(c, ports));
    const { format, subject, exportedAt, held, classes, conversations, records } = bundle;
    const rows = Object.entries(records).map(([table, some]): [string, unknown[]] => [table, [...some]]);
    const lists = { classes: [...classes], conversations: [...conversations], records: Object.fromEntries(rows) };
    const answer: z.infer<typeof bundleSchema>['bundle'] = { format, subject, exportedAt, held, ...lists };
    return c.json({ bundle: answer, page }, 200);
  });
}
