import { createRoute } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { HttpProblem } from '../problem.ts';
import { signOutProblems } from '../schemas/problem-schema.ts';
import { dropCookie, readCookie } from '../session-cookie.ts';

/** `DELETE /v1/session`: ends the session at the server; a copy of its cookie is worth nothing from then on. */
export function signOut(app: HttpApp, { staff }: Pick<HttpPorts, 'staff'>): void {
  const route = createRoute({
    method: 'delete',
    path: '/v1/session',
    operationId: 'signOut',
    summary: 'Sign out',
    tags: ['Session'],
    ...guardRead('read-session'),
    responses: { 204: { description: 'Signed out' }, ...signOutProblems },
  });
  app.openapi(route, async function answerSignOut(c) {
    const byKey = c.req.header('authorization') !== undefined;
    const token = byKey ? undefined : await readCookie(c, 'session', staff);
    // A key is no session, and ends when it is revoked (`npm run keys`).
    if (token === undefined) throw new HttpProblem('not-found');
    await staff.sessions.close(token);
    dropCookie(c, 'session', staff);
    return c.body(null, 204);
  });
}
