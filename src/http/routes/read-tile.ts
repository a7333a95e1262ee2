import { z } from '@hono/zod-openapi';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { binaryAnswer, FOR_GOOD, tileParam } from '../schemas/log-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { answerPieces, getResource, serveResource } from '../serve-resource.ts';

const paramsSchema = z.object({
  level: z.string().openapi({ param: { name: 'level', in: 'path' }, type: 'integer', minimum: 0, example: '0' }),
  tile: tileParam,
});

/** `GET /v1/audit/tile/{level}/{tile}`: hashes of the tree (C2SP tlog-tiles); they tell nothing of any content. */
export function readTile(app: HttpApp, ports: Pick<HttpPorts, 'audit'>): void {
  const resource = {
    path: '/v1/audit/tile/{level}/{tile}',
    operationId: 'readTile',
    summary: 'Read hashes of the tree',
    tags: ['Audit'],
    permission: 'read-log' as const,
    address: '/v1/audit/tile/:level{[0-9]+}/:tile{.+}',
    request: { params: paramsSchema },
    responses: { 200: binaryAnswer('Hashes of 32 bytes, one after the other'), ...readProblems },
  };
  serveResource(app, resource, async function answerTile(c) {
    const pieces = await getResource(ports, `tile/${c.req.param('level')}/${c.req.param('tile')}`);
    return answerPieces(c, pieces, { 'content-type': 'application/octet-stream', 'cache-control': FOR_GOOD });
  });
}
