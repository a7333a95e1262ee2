import { createRoute } from '@hono/zod-openapi';
import { IdentityError } from '../../identity/identity-error.ts';
import type { HttpApp, HttpContext } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { limitSignIn } from '../limit-sign-in.ts';
import { toHttpProblem } from '../problem.ts';
import { providerProblems } from '../schemas/problem-schema.ts';
import { dropCookie, readCookie, setCookie } from '../session-cookie.ts';

/** The page people come back to; after a failure it reads the code behind `#problem=`. */
const PAGE = '/console';

/** `GET /v1/session/oidc/callback`: where the provider sends the browser back to, and on to the console. */
export function completeProviderSignIn(app: HttpApp, { staff, observe }: Pick<HttpPorts, 'staff' | 'observe'>): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/session/oidc/callback',
    operationId: 'completeProviderSignIn',
    summary: 'Come back from the provider',
    tags: ['Session'],
    security: [],
    middleware: [limitSignIn()],
    responses: {
      302: { description: 'Signed in, or back to the page with the code of what failed' },
      ...providerProblems,
    },
  });
  app.openapi(route, async function answerCallback(c) {
    c.header('cache-control', 'no-store');
    try {
      await admitFromProvider(c, staff);
    } catch (error) {
      // Somebody sits before this in a browser: they are better off on the page than before a problem document.
      if (!(error instanceof IdentityError)) throw error;
      const { code } = toHttpProblem(error);
      if (code === 'provider-failed') observe.faultCaught({ code, requestId: c.get('requestId'), error: error.cause });
      dropCookie(c, 'sign-in', staff);
      return c.redirect(`${PAGE}#problem=${code}`, 302);
    }
    return c.redirect(PAGE, 302);
  });
}

async function admitFromProvider(c: HttpContext, staff: HttpPorts['staff']): Promise<void> {
  const flow = (await readCookie(c, 'sign-in', staff)) ?? '';
  const account = await staff.provider.complete(new URL(c.req.url), flow);
  const token = await staff.sessions.open(account, 'oidc');
  dropCookie(c, 'sign-in', staff);
  const session = staff.sessions.find(token);
  const lastsMs = session === undefined ? 0 : session.expiresAt.getTime() - session.startedAt.getTime();
  await setCookie(c, 'session', { value: token, ports: staff, maxAgeSeconds: Math.floor(lastsMs / 1_000) });
}
