import { OpenAPIHono } from '@hono/zod-openapi';
import { except } from 'hono/combine';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { timeout } from 'hono/timeout';
import type { HttpApp, HttpEnv, HttpMiddleware } from './http-env.ts';
import type { HttpPorts } from './http-ports.ts';
import { limitRate } from './limit-rate.ts';
import { isOpenCall } from './open-calls.ts';
import { answerProblem, HttpProblem, problems, toHttpProblem } from './problem.ts';
import { refuseInput } from './refuse-input.ts';
import { registerRoutes } from './register-routes.ts';
import { requireKey } from './require-key.ts';
import { secureAnswers } from './secure-answers.ts';
import { serveDocs } from './serve-docs.ts';
import { servePages } from './serve-pages.ts';
import { shedLoad } from './shed-load.ts';
import { traceRequest } from './trace-request.ts';

/** Until the first byte of an answer; a stream may go on for longer, and the turn behind it goes on in any case. */
const ANSWER_TIMEOUT_MS = 60_000;

/** The whole HTTP side: what every request passes, then the routes, the document, the pages. */
export function createApp(ports: HttpPorts, answerTimeoutMs: number = ANSWER_TIMEOUT_MS): HttpApp {
  const app: HttpApp = new OpenAPIHono<HttpEnv>({ defaultHook: refuseInput });
  answerFaults(app, ports);
  app.use(traceRequest(ports), secureAnswers());
  app.use(methodNotAllowed({ app, onMethodNotAllowed: (c, methods) => answerProblem(c, notAllowed(methods)) }));
  app.use(timeout(answerTimeoutMs), catchStrays());
  app.use('/v1/*', shedLoad(ports));
  const limit = limitRate(ports.limits.requestsPerMinute);
  for (const path of ['/v1/*', '/metrics']) app.use(path, except(isOpenCall, requireKey(ports), limit));
  registerRoutes(app, ports);
  serveDocs(app);
  servePages(app, ports);
  return app;
}

/** One place answers everything that goes wrong; what the appliance did wrong is told besides. */
function answerFaults(app: HttpApp, { observe }: Pick<HttpPorts, 'observe'>): void {
  app.notFound((c) => answerProblem(c, new HttpProblem('not-found')));
  app.onError(function answerError(thrown, c) {
    const problem = toHttpProblem(thrown);
    if (problems[problem.code].status >= 500) {
      observe.faultCaught({ code: problem.code, requestId: c.get('requestId'), error: problem.cause ?? thrown });
    }
    return answerProblem(c, problem);
  });
}

/** What is thrown without being an `Error` passes by `onError` unanswered; here it becomes one. */
function catchStrays(): HttpMiddleware {
  return async function catchStray(_c, next) {
    try {
      await next();
    } catch (thrown) {
      throw toHttpProblem(thrown);
    }
  };
}

function notAllowed(methods: readonly string[]): HttpProblem {
  const allow = methods.join(', ');
  return new HttpProblem('method-not-allowed', `Use ${allow}`, { headers: { allow } });
}
