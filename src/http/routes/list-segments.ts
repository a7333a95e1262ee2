import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { linesAnswer } from '../schemas/log-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { answerPieces, getResource, serveResource } from '../serve-resource.ts';

const example = '{"segment":0,"from":0,"to":4096,"sha256":"9f86d081…","root":"n4bQgYhM…"}\n';

/** `GET /v1/audit/segments`: the stretches of the log that are sealed in files, ascending, one JSON object a line. */
export function listSegments(app: HttpApp, ports: Pick<HttpPorts, 'audit'>): void {
  const resource = {
    path: '/v1/audit/segments',
    operationId: 'listSegments',
    summary: 'List the sealed segments of the log',
    tags: ['Audit'],
    permission: 'read-log' as const,
    address: '/v1/audit/segments',
    responses: { 200: linesAnswer('JSON lines', example), ...readProblems },
  };
  serveResource(app, resource, async function answerSegments(c) {
    const pieces = await getResource(ports, 'segments');
    return answerPieces(c, pieces, { 'content-type': 'application/x-ndjson' });
  });
}
