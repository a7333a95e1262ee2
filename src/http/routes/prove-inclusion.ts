import { createRoute, z } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { inclusionSchema } from '../schemas/audit-schemas.ts';
import { wholeNumber } from '../schemas/input-text.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';

const querySchema = z.strictObject({ index: wholeNumber(), size: wholeNumber().optional() });

/** `GET /v1/audit/proof/inclusion`: that an entry is in the tree of a size (RFC 6962, 2.1.1); hashes only. */
export function proveInclusion(app: HttpApp, ports: Pick<HttpPorts, 'audit'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/audit/proof/inclusion',
    operationId: 'proveInclusion',
    summary: 'Prove that an entry is in the log',
    tags: ['Audit'],
    ...guardRead('read-log'),
    request: { query: querySchema },
    responses: { 200: jsonAnswer('The proof', inclusionSchema), ...readProblems },
  });
  app.openapi(route, async function answerInclusion(c) {
    const { index, size = null } = c.req.valid('query');
    const proof = await ports.audit.inclusion(index, size);
    return c.json({ index: proof.index, size: proof.size, leaf: proof.leaf, hashes: [...proof.hashes] }, 200);
  });
}
