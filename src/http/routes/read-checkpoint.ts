import { createRoute, z } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { textAnswer } from '../schemas/json-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';

const checkpointSchema = z
  .string()
  .openapi({ example: 'confidant.example/log\n60\nn4bQgYhM…\n\n— confidant.example/log …\n' });

/** `GET /v1/audit/checkpoint`: the signed head of the log; a kiosk that keeps one catches every later forgery. */
export function readCheckpoint(app: HttpApp, ports: Pick<HttpPorts, 'audit'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/audit/checkpoint',
    operationId: 'readCheckpoint',
    summary: 'Read the signed head of the log',
    tags: ['Audit'],
    ...guardRead('read-checkpoint'),
    responses: { 200: textAnswer('Signed note (C2SP tlog-checkpoint)', checkpointSchema), ...readProblems },
  });
  app.openapi(route, async function answerCheckpoint(c) {
    return c.text(await ports.audit.checkpoint(), 200);
  });
}
