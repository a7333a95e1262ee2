import { createRoute, z } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { handoverListSchema, handoverStates } from '../schemas/handover-schemas.ts';
import { slug, wholeNumber } from '../schemas/input-text.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { toHandoverAnswer } from '../to-response.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** Priority, time and reference of the last one shown: anything else is no cursor, and an empty page would hide that. */
const cursor = /^\d\|\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z\|h_[\w]{1,40}$/;

const querySchema = z.strictObject({
  state: z.enum(handoverStates).optional(),
  queue: slug().optional(),
  after: z.string().regex(cursor).optional().openapi({ description: '`next` of the answer before' }),
  limit: wholeNumber(MAX_LIMIT).optional(),
});

/** `GET /v1/handovers`: who waits for a person, the most urgent first. */
export function listHandovers(app: HttpApp, ports: Pick<HttpPorts, 'people'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/handovers',
    operationId: 'listHandovers',
    summary: 'List handovers',
    tags: ['People'],
    ...guardRead('work-handovers'),
    request: { query: querySchema },
    responses: { 200: jsonAnswer('A page of handovers', handoverListSchema), ...readProblems },
  });
  app.openapi(route, async function answerHandovers(c) {
    const { state = null, queue = null, after = null, limit = DEFAULT_LIMIT } = c.req.valid('query');
    const page = await ports.people.list({ state, queue, after, limit: Math.max(1, limit) });
    return c.json({ items: page.items.map(toHandoverAnswer), next: page.next }, 200);
  });
}
