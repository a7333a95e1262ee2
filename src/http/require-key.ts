import type { HttpMiddleware } from './http-env.ts';
import type { HttpPorts } from './http-ports.ts';
import { HttpProblem } from './problem.ts';

const bearerShape = /^Bearer +(\S+)$/i;

/** Asks for `Authorization: Bearer KEY` (RFC 6750) and leaves the caller for the routes. */
export function requireKey(ports: Pick<HttpPorts, 'authenticate'>): HttpMiddleware {
  return async function requireKeyOf(c, next) {
    const header = c.req.header('authorization');
    if (header === undefined) throw unauthorized('Send the header "Authorization: Bearer KEY"', '');
    const bearer = bearerShape.exec(header)?.[1];
    const caller = bearer === undefined ? undefined : await ports.authenticate(bearer);
    if (caller === undefined) throw unauthorized('The key is not known here', ', error="invalid_token"');
    c.set('caller', caller);
    c.header('cache-control', 'no-store');
    await next();
  };
}

function unauthorized(detail: string, reason: string): HttpProblem {
  return new HttpProblem('unauthorized', detail, {
    headers: { 'www-authenticate': `Bearer realm="confidant"${reason}` },
  });
}
