import { createRoute, z } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { entryListSchema } from '../schemas/audit-schemas.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { toCall } from '../to-call.ts';

const querySchema = z.strictObject({ conversation: z.string().regex(/^[\w-]{1,100}$/) });

/** `GET /v1/audit/entries`: all of one conversation; that they were read is on the record before they are shown. */
export function listEntries(app: HttpApp, ports: Pick<HttpPorts, 'audit' | 'requestHash'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/audit/entries',
    operationId: 'listEntries',
    summary: 'Read the entries of a conversation',
    tags: ['Audit'],
    ...guardRead('read-log'),
    request: { query: querySchema },
    responses: { 200: jsonAnswer('Entries in the order of the log', entryListSchema), ...readProblems },
  });
  app.openapi(route, async function answerEntries(c) {
    const { conversation } = c.req.valid('query');
    const entries = await ports.audit.entriesOf(conversation);
    await ports.audit.logRead({ kind: 'entries', conversation }, toCall(c, ports));
    const items = entries.map(({ index, leaf, entry, texts }) => ({
      index,
      leaf,
      entry: { ...entry },
      texts: { ...texts },
    }));
    return c.json({ items, next: null }, 200);
  });
}
