import { createRoute, z } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { textAnswer } from '../schemas/json-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';

const keySchema = z.string().openapi({ example: 'confidant.example/log+1a2b3c4d+AZ…\n' });

/** `GET /v1/audit/key`: the key checkpoints are verified with. */
export function readVerifierKey(app: HttpApp, ports: Pick<HttpPorts, 'audit'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/audit/key',
    operationId: 'readVerifierKey',
    summary: 'Read the verifier key of the log',
    tags: ['Audit'],
    ...guardRead('read-checkpoint'),
    responses: { 200: textAnswer('Verifier key (C2SP signed-note), one line', keySchema), ...readProblems },
  });
  app.openapi(route, async function answerVerifierKey(c) {
    return c.text(`${(await ports.audit.verifierKey()).trimEnd()}\n`, 200);
  });
}
