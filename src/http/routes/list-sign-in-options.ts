import { createRoute } from '@hono/zod-openapi';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { signInOptionsSchema } from '../schemas/session-schemas.ts';

/** `GET /v1/session/options`: what a sign-in page has to offer. */
export function listSignInOptions(app: HttpApp, { staff }: Pick<HttpPorts, 'staff'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/session/options',
    operationId: 'listSignInOptions',
    summary: 'How to sign in',
    tags: ['Session'],
    security: [],
    responses: { 200: jsonAnswer('Ways to sign in', signInOptionsSchema) },
  });
  app.openapi(route, function answerOptions(c) {
    const { label } = staff.provider;
    const provider = label === null ? null : { label, start: '/v1/session/oidc/start' };
    return c.json({ password: true as const, provider }, 200);
  });
}
