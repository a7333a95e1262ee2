import { z } from '@hono/zod-openapi';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { binaryAnswer, FOR_GOOD } from '../schemas/log-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { answerPieces, getResource, serveResource } from '../serve-resource.ts';
import { toCall } from '../to-call.ts';

/** Entries of a segment. */
const SEGMENT_ENTRIES = 4_096;

const paramsSchema = z.object({
  file: z
    .string()
    .max(20)
    .openapi({
      param: { name: 'file', in: 'path' },
      description: '`K.segment`, K in six digits',
      example: '000000.segment',
    }),
});

/** `GET /v1/audit/segment/{file}`: the file of 4,096 entries as it was sealed; that it was read is on the record first. */
export function readSegment(app: HttpApp, ports: Pick<HttpPorts, 'audit' | 'requestHash'>): void {
  const resource = {
    path: '/v1/audit/segment/{file}',
    operationId: 'readSegment',
    summary: 'Read a sealed segment of the log',
    tags: ['Audit'],
    permission: 'read-log' as const,
    address: '/v1/audit/segment/:file',
    request: { params: paramsSchema },
    responses: { 200: binaryAnswer('16 entry bundles, one after the other'), ...readProblems },
  };
  serveResource(app, resource, async function answerSegment(c) {
    const file = c.req.param('file') ?? '';
    const pieces = await getResource(ports, `segment/${file}`);
    await ports.audit.logRead(
      { kind: 'segment', index: Number.parseInt(file, 10) * SEGMENT_ENTRIES },
      toCall(c, ports),
    );
    return answerPieces(c, pieces, { 'content-type': 'application/octet-stream', 'cache-control': FOR_GOOD });
  });
}
