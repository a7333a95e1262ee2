import { createRoute, z } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { textAnswer } from '../schemas/json-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';

const metricsSchema = z
  .string()
  .openapi({ example: 'confidant_turns_total{outcome="answered",mode="quoted",reason="none"} 7\n' });

/** `GET /metrics`: Prometheus text exposition format, version 0.0.4. */
export function readMetrics(app: HttpApp, ports: Pick<HttpPorts, 'metrics'>): void {
  const route = createRoute({
    method: 'get',
    path: '/metrics',
    operationId: 'readMetrics',
    summary: 'Read metrics',
    tags: ['Operation'],
    ...guardRead('read-metrics'),
    responses: { 200: textAnswer('Prometheus text format', metricsSchema), ...readProblems },
  });
  app.openapi(route, async function answerMetrics(c) {
    return c.text(await ports.metrics(), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
}
