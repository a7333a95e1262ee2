import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { logAlarmCodes, noteText } from '../schemas/audit-schemas.ts';
import { idempotencyHeader } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';

const bodySchema = z.strictObject({
  code: z.enum(logAlarmCodes),
  held: noteText().nullable().optional(),
  shown: noteText().nullable().optional(),
});

const alarmSchema = z.object({ index: z.int() }).openapi('LogAlarm', { example: { index: 60 } });

/** `POST /v1/audit/alarms`: a kiosk found that the log does not go with the checkpoint it kept. */
export function raiseLogAlarm(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/audit/alarms',
    operationId: 'raiseLogAlarm',
    summary: 'Report that the log was changed',
    tags: ['Audit'],
    ...guardWrite('raise-log-alarm', 'required', ports.limits),
    request: { headers: idempotencyHeader, body: requiredBody(bodySchema, { code: 'log-forked' }) },
    responses: { 201: jsonAnswer('On the record', alarmSchema), ...writeProblems },
  });
  app.openapi(route, async function keepAlarm(c) {
    const { code, held = null, shown = null } = c.req.valid('json');
    const { index } = await ports.watchers.raiseAlarm({ code, held, shown }, toCall(c, ports));
    return c.json({ index }, 201);
  });
}
