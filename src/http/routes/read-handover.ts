import { createRoute } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { handoverSchema } from '../schemas/handover-schemas.ts';
import { idParams } from '../schemas/input-text.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { toHandoverAnswer } from '../to-response.ts';

/** `GET /v1/handovers/{id}`: the packet a person takes in before the first word. */
export function readHandover(app: HttpApp, ports: Pick<HttpPorts, 'people'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/handovers/{id}',
    operationId: 'readHandover',
    summary: 'Read a handover',
    tags: ['People'],
    ...guardRead('work-handovers'),
    request: { params: idParams },
    responses: { 200: jsonAnswer('The packet', handoverSchema), ...readProblems },
  });
  app.openapi(route, async function answerHandover(c) {
    return c.json(toHandoverAnswer(await ports.people.read(c.req.valid('param').id)), 200);
  });
}
