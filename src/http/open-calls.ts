import type { HttpContext } from './http-env.ts';

/** Calls below `/v1` that nobody needs a key for: they are how one comes to be known. */
const openCalls = new Set([
  'POST /v1/session',
  'GET /v1/session/options',
  'GET /v1/session/oidc/start',
  'GET /v1/session/oidc/callback',
]);

export function isOpenCall(c: HttpContext): boolean {
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
  return openCalls.has(`${method} ${c.req.path}`);
}
