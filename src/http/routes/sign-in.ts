import { createRoute, z } from '@hono/zod-openapi';
import type { HttpApp } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { limitSignIn } from '../limit-sign-in.ts';
import { HttpProblem } from '../problem.ts';
import { readBody } from '../read-body.ts';
import { jsonAnswer, requiredBody } from '../schemas/json-content.ts';
import { signInProblems } from '../schemas/problem-schema.ts';
import { sessionSchema } from '../schemas/session-schemas.ts';
import { isInClear, isOwnRequest, setCookie } from '../session-cookie.ts';
import { toSessionAnswer } from '../to-session-answer.ts';

const bodySchema = z.strictObject({ name: z.string().min(1).max(200), password: z.string().min(1).max(1_000) });

/** `POST /v1/session`: a name and its password, for a cookie. It takes no `Idempotency-Key`: nobody may repeat it. */
export function signIn(app: HttpApp, ports: HttpPorts): void {
  const { staff } = ports;
  const route = createRoute({
    method: 'post',
    path: '/v1/session',
    operationId: 'signIn',
    summary: 'Sign in',
    tags: ['Session'],
    security: [],
    middleware: [limitSignIn(), readBody('required', ports.limits.bodyBytes)],
    request: { body: requiredBody(bodySchema, { name: 'robin', password: 'gravel umbrella seventeen' }) },
    responses: { 201: jsonAnswer('Signed in', sessionSchema), ...signInProblems },
  });
  app.openapi(route, async function answerSignIn(c) {
    // Else a foreign page could sign somebody in as somebody else, and read along.
    if (!isOwnRequest(c, staff, 'allowed')) throw new HttpProblem('cross-site');
    if (isInClear(c)) throw new HttpProblem('tls-needed', 'Sign in through https, or on the appliance itself');
    const account = await staff.signIn(c.req.valid('json'));
    const token = await staff.sessions.open(account, 'password');
    const session = staff.sessions.find(token);
    if (session === undefined) throw new HttpProblem('internal');
    const maxAgeSeconds = Math.floor((session.expiresAt.getTime() - session.startedAt.getTime()) / 1_000);
    await setCookie(c, 'session', { value: token, ports: staff, maxAgeSeconds });
    return c.json(toSessionAnswer(session), 201);
  });
}
