import type { Caller } from '../identity/roles.ts';
import type { HttpContext, HttpMiddleware } from './http-env.ts';
import type { HttpPorts } from './http-ports.ts';
import { HttpProblem } from './problem.ts';
import { isOwnRequest, readCookie } from './session-cookie.ts';

const bearerShape = /^Bearer +(\S+)$/i;
const readingMethods = new Set(['GET', 'HEAD']);
/** Sent by a page with what it asks again and again by itself, so that an open tab keeps nobody signed in. */
const REFRESH_HEADER = 'confidant-refresh';

type CallerPorts = Pick<HttpPorts, 'authenticate' | 'staff'>;

/**
 * Asks for `Authorization: Bearer KEY` (RFC 6750), or for the cookie of somebody who signed in, and leaves the caller for
 * the routes. A key that is sent is the one that counts.
 */
export function requireKey(ports: CallerPorts): HttpMiddleware {
  return async function requireKeyOf(c, next) {
    const header = c.req.header('authorization');
    c.set('caller', header === undefined ? await callerOfCookie(c, ports) : await callerOfKey(header, ports));
    c.header('cache-control', 'no-store');
    await next();
  };
}

async function callerOfKey(header: string, ports: CallerPorts): Promise<Caller> {
  const bearer = bearerShape.exec(header)?.[1];
  const caller = bearer === undefined ? undefined : await ports.authenticate(bearer);
  if (caller === undefined) throw unauthorized('The key is not known here', ', error="invalid_token"');
  return caller;
}

async function callerOfCookie(c: HttpContext, { staff }: CallerPorts): Promise<Caller> {
  const token = await readCookie(c, 'session', staff);
  if (token === undefined) throw unauthorized('Send the header "Authorization: Bearer KEY", or sign in', '');
  const session = staff.sessions.find(token, { isWork: c.req.header(REFRESH_HEADER) === undefined });
  if (session === undefined) throw unauthorized('Nobody is signed in any more: sign in again', '');
  // A browser sends the cookie by itself, whoever made the page that asks.
  if (!readingMethods.has(c.req.method) && !isOwnRequest(c, staff, 'refused')) throw new HttpProblem('cross-site');
  return { keyId: session.account.id, role: session.account.role };
}

function unauthorized(detail: string, reason: string): HttpProblem {
  return new HttpProblem('unauthorized', detail, {
    headers: { 'www-authenticate': `Bearer realm="confidant"${reason}` },
  });
}
