import { createRoute } from '@hono/zod-openapi';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts, Readiness } from '../http-ports.ts';
import { readinessSchema } from '../schemas/health-schemas.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { problemAnswer } from '../schemas/problem-schema.ts';

/** `GET /readyz`: whether conversations can be held, part by part; degraded still serves. */
export function checkReadiness(app: HttpApp, ports: Pick<HttpPorts, 'readiness'>): void {
  const route = createRoute({
    method: 'get',
    path: '/readyz',
    operationId: 'checkReadiness',
    summary: 'Can conversations be held',
    tags: ['Operation'],
    security: [],
    responses: {
      200: jsonAnswer('Ready, perhaps degraded', readinessSchema),
      500: problemAnswer('internal'),
      503: jsonAnswer('Starting or stopping, or the disk is full', readinessSchema),
    },
  });
  app.openapi(route, async function answerReadiness(c) {
    const readiness = await ports.readiness();
    return c.json(toReadinessAnswer(readiness), readiness.ready ? 200 : 503);
  });
}

function toReadinessAnswer({ ready, state, parts }: Readiness) {
  const told = Object.entries(parts).map(([name, part]) => {
    return [name, { state: part.state, ...(part.detail === undefined ? {} : { detail: part.detail }) }] as const;
  });
  return { ready, state, parts: Object.fromEntries(told) };
}
