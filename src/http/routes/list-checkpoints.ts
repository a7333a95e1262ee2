import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { linesAnswer } from '../schemas/log-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { answerPieces, getResource, serveResource } from '../serve-resource.ts';

/** `GET /v1/audit/checkpoints`: every head that was ever signed, ascending, one JSON object a line. */
export function listCheckpoints(app: HttpApp, ports: Pick<HttpPorts, 'audit'>): void {
  const resource = {
    path: '/v1/audit/checkpoints',
    operationId: 'listCheckpoints',
    summary: 'Read every signed head of the log',
    tags: ['Audit'],
    permission: 'read-log' as const,
    address: '/v1/audit/checkpoints',
    responses: {
      200: linesAnswer('JSON lines', '{"size":60,"note":"confidant/1a2b3c4d\\n60\\n…"}\n'),
      ...readProblems,
    },
  };
  serveResource(app, resource, async function answerCheckpoints(c) {
    const pieces = await getResource(ports, 'checkpoints');
    return answerPieces(c, pieces, { 'content-type': 'application/x-ndjson' });
  });
}
