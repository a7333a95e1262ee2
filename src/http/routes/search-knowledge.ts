import { createRoute, z } from '@hono/zod-openapi';
import { guardWrite } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { foundSchema } from '../schemas/block-schemas.ts';
import { slug, trimmedText } from '../schemas/input-text.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { askProblems } from '../schemas/problem-schema.ts';

const DEFAULT_LIMIT = 5;
const MAX_LIMIT = 50;

/** `POST /v1/knowledge/search`: the passages that could answer a question, as far as the caller may see them. */
export function searchKnowledge(app: HttpApp, ports: Pick<HttpPorts, 'blocks' | 'limits'>): void {
  const { blocks, limits } = ports;
  const bodySchema = z.strictObject({
    query: trimmedText(limits.messageCharacters),
    collection: slug().optional(),
    limit: z.int().min(1).max(MAX_LIMIT).optional(),
  });
  const route = createRoute({
    method: 'post',
    path: '/v1/knowledge/search',
    operationId: 'searchKnowledge',
    summary: 'Search the knowledge base',
    tags: ['Building blocks'],
    ...guardWrite('use-building-blocks', 'required', limits),
    request: { body: requiredBody(bodySchema, { query: 'freeze my card', limit: 3 }) },
    responses: { 200: jsonAnswer('Passages, best first', foundSchema), ...askProblems },
  });
  app.openapi(route, async function search(c) {
    const { query, collection = null, limit = DEFAULT_LIMIT } = c.req.valid('json');
    const found = await blocks.search({ query, collection, limit, role: c.get('caller').role });
    const passages = found.map(({ passage, document, title, text, score, updated, ageDays, stale }) => {
      return { passage, document, title, text, score, updated, ageDays, stale };
    });
    return c.json({ passages }, 200);
  });
}
