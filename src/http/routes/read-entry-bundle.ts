import { z } from '@hono/zod-openapi';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { binaryAnswer, FOR_GOOD, tileParam } from '../schemas/log-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { answerPieces, getResource, serveResource } from '../serve-resource.ts';
import { toCall } from '../to-call.ts';

/** Entries of a full bundle. */
const BUNDLE_ENTRIES = 256;

/** `GET /v1/audit/tile/entries/{tile}`: up to 256 entries; that they were read is on the record before they are shown. */
export function readEntryBundle(app: HttpApp, ports: Pick<HttpPorts, 'audit' | 'requestHash'>): void {
  const resource = {
    path: '/v1/audit/tile/entries/{tile}',
    operationId: 'readEntryBundle',
    summary: 'Read up to 256 entries of the log',
    tags: ['Audit'],
    permission: 'read-log' as const,
    address: '/v1/audit/tile/entries/:tile{.+}',
    request: { params: z.object({ tile: tileParam }) },
    responses: { 200: binaryAnswer('Each entry after its length, a big-endian uint16'), ...readProblems },
  };
  serveResource(app, resource, async function answerBundle(c) {
    const tile = c.req.param('tile') ?? '';
    const pieces = await getResource(ports, `tile/entries/${tile}`);
    const index = Number(tile.replace(/\.p\/.*$/, '').replaceAll(/[x/]/g, '')) * BUNDLE_ENTRIES;
    await ports.audit.logRead({ kind: 'bundle', index }, toCall(c, ports));
    return answerPieces(c, pieces, { 'content-type': 'application/octet-stream', 'cache-control': FOR_GOOD });
  });
}
