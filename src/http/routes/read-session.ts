import { createRoute } from '@hono/zod-openapi';
import { guardRead } from '../guard.ts';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { jsonAnswer } from '../schemas/json-content.ts';
import { readProblems } from '../schemas/problem-schema.ts';
import { sessionSchema } from '../schemas/session-schemas.ts';
import { readCookie } from '../session-cookie.ts';
import { toSessionAnswer } from '../to-session-answer.ts';

/** `GET /v1/session`: who is calling, by a cookie or by a key. */
export function readSession(app: HttpApp, { staff }: Pick<HttpPorts, 'staff'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/session',
    operationId: 'readSession',
    summary: 'Who am I',
    tags: ['Session'],
    ...guardRead('read-session'),
    responses: { 200: jsonAnswer('The caller', sessionSchema), ...readProblems },
  });
  app.openapi(route, async function answerSession(c) {
    const { keyId, role } = c.get('caller');
    const byKey = c.req.header('authorization') !== undefined;
    const token = byKey ? undefined : await readCookie(c, 'session', staff);
    const session = token === undefined ? undefined : staff.sessions.find(token);
    if (session !== undefined) return c.json(toSessionAnswer(session), 200);
    return c.json({ id: keyId, name: null, role, method: 'key' as const, expiresAt: null }, 200);
  });
}
