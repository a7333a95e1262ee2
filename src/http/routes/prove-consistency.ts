import { createRoute, z } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { consistencySchema } from '../schemas/audit-schemas.ts';
import { wholeNumber } from '../schemas/input-text.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';

const querySchema = z.strictObject({ from: wholeNumber(), to: wholeNumber().optional() });

/** `GET /v1/audit/proof/consistency`: that the log only grew between two sizes (RFC 6962, 2.1.2); hashes only. */
export function proveConsistency(app: HttpApp, ports: Pick<HttpPorts, 'audit'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/audit/proof/consistency',
    operationId: 'proveConsistency',
    summary: 'Prove that the log only grew',
    tags: ['Audit'],
    ...guardRead('read-checkpoint'),
    request: { query: querySchema },
    responses: { 200: jsonAnswer('The proof', consistencySchema), ...readProblems },
  });
  app.openapi(route, async function answerConsistency(c) {
    const { from, to = null } = c.req.valid('query');
    const proof = await ports.audit.consistency(from, to);
    return c.json({ from: proof.from, to: proof.to, hashes: [...proof.hashes] }, 200);
  });
}
