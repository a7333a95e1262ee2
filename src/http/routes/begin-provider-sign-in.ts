import { createRoute } from '@hono/zod-openapi';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { limitSignIn } from '../limit-sign-in.ts';
import { providerProblems } from '../schemas/problem-schema.ts';
import { setCookie } from '../session-cookie.ts';

/** `GET /v1/session/oidc/start`: sends the browser to the site's own sign-in provider. */
export function beginProviderSignIn(app: HttpApp, { staff }: Pick<HttpPorts, 'staff'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/session/oidc/start',
    operationId: 'beginProviderSignIn',
    summary: 'Sign in at the provider',
    tags: ['Session'],
    security: [],
    middleware: [limitSignIn()],
    responses: { 302: { description: 'On to the provider' }, ...providerProblems },
  });
  app.openapi(route, async function sendToProvider(c) {
    const { location, flow } = await staff.provider.begin();
    await setCookie(c, 'sign-in', { value: flow, ports: staff });
    c.header('cache-control', 'no-store');
    return c.redirect(location, 302);
  });
}
