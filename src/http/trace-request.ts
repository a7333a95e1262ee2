import { matchedRoutes } from 'hono/route';
import type { HttpContext, HttpMiddleware } from './http-env.ts';
import type { HttpPorts } from './http-ports.ts';

/** Gives every request an id of ours and tells how it went: a foreign id could carry customer text into the log. */
export function traceRequest(ports: Pick<HttpPorts, 'now' | 'newId' | 'observe' | 'trace'>): HttpMiddleware {
  return async function traceRequestOf(c, next) {
    const startedAt = ports.now().getTime();
    const requestId = ports.newId();
    c.set('requestId', requestId);
    const handle = async (): Promise<void> => {
      await next();
      c.header('x-request-id', requestId);
      const ms = ports.now().getTime() - startedAt;
      ports.observe.requestHandled({ requestId, method: c.req.method, route: routeOf(c), status: c.res.status, ms });
    };
    await ports.trace(c.req.header('traceparent'), handle, () => ({
      name: `${c.req.method} ${routeOf(c)}`,
      attributes: { method: c.req.method, route: routeOf(c), status: c.res.status },
    }));
  };
}

/** The pattern of the route that answered; middleware patterns do not count. */
function routeOf(c: HttpContext): string {
  const route = matchedRoutes(c).findLast((matched) => matched.method !== 'ALL');
  return route?.path ?? 'unmatched';
}
