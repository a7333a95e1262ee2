import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { linesAnswer } from '../schemas/log-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { answerPieces, getResource, serveResource } from '../serve-resource.ts';

const example = '{"size":60,"note":"confidant/1a2b3c4d\\n60\\n…\\n— witness.example/w1 …\\n"}\n';

/** `GET /v1/audit/witnesses`: the heads that witnesses cosigned, ascending, one JSON object a line. */
export function listWitnesses(app: HttpApp, ports: Pick<HttpPorts, 'audit'>): void {
  const resource = {
    path: '/v1/audit/witnesses',
    operationId: 'listWitnesses',
    summary: 'Read the cosigned heads of the log',
    tags: ['Audit'],
    permission: 'read-checkpoint' as const,
    address: '/v1/audit/witnesses',
    responses: { 200: linesAnswer('JSON lines', example), ...readProblems },
  };
  serveResource(app, resource, async function answerWitnesses(c) {
    const pieces = await getResource(ports, 'witnesses');
    return answerPieces(c, pieces, { 'content-type': 'application/x-ndjson' });
  });
}
