import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { noteText } from '../schemas/audit-schemas.ts';
import { idempotencyHeader } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';

const bodySchema = z.strictObject({ note: noteText() });
const note = 'confidant/1a2b3c4d\n60\nn4bQgYhM…\n\n— confidant/1a2b3c4d …\n— witness.example/w1 …\n';

const witnessedSchema = z
  .object({ size: z.int(), witnesses: z.array(z.string()) })
  .openapi('WitnessedCheckpoint', { example: { size: 60, witnesses: ['witness.example/w1'] } });

/** `POST /v1/audit/witness`: a witness saw that a checkpoint goes with every earlier one, and signed that. */
export function witnessCheckpoint(app: HttpApp, ports: HttpPorts): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/audit/witness',
    operationId: 'witnessCheckpoint',
    summary: 'Bring the cosignature of a witness',
    tags: ['Audit'],
    ...guardWrite('witness-log', 'required', ports.limits),
    request: { headers: idempotencyHeader, body: requiredBody(bodySchema, { note }) },
    responses: { 200: jsonAnswer('On the record', witnessedSchema), ...writeProblems },
  });
  app.openapi(route, async function keepCosignatures(c) {
    const { size, witnesses } = await ports.watchers.witness(c.req.valid('json').note, toCall(c, ports));
    return c.json({ size, witnesses: [...witnesses] }, 200);
  });
}
