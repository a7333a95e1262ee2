import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import type { HttpContext } from './http-env.ts';
import type { StaffSignIn } from './http-ports.ts';

/** What makes a cookie: the key it is signed with, and the address people type. */
export type CookiePorts = Pick<StaffSignIn, 'cookieSecret' | 'origin'>;

const loopback = /^(?:localhost|\[::1\]|127(?:\.\d{1,3}){3})$/;
/** Time somebody has at their provider. */
const FLOW_SECONDS = 600;

/**
 * `session` says who is signed in, and goes out with requests of our own pages alone. `sign-in` names a sign-in under way;
 * it has to come along when the provider sends the browser back, so it is Lax.
 */
const kinds = {
  session: { name: 'confidant-session', sameSite: 'Strict' },
  'sign-in': { name: 'confidant-sign-in', sameSite: 'Lax' },
} as const;
type CookieKind = keyof typeof kinds;

export async function readCookie(c: HttpContext, kind: CookieKind, ports: CookiePorts): Promise<string | undefined> {
  const { name } = kinds[kind];
  // Over TLS only the prefixed name counts: a neighbouring host cannot set one.
  const read = isSecure(c, ports)
    ? await getSignedCookie(c, ports.cookieSecret, name, 'host')
    : await getSignedCookie(c, ports.cookieSecret, name);
  return read === false || read === '' ? undefined : read;
}

export async function setCookie(
  c: HttpContext,
  kind: CookieKind,
  { value, ports, maxAgeSeconds = FLOW_SECONDS }: { value: string; ports: CookiePorts; maxAgeSeconds?: number },
): Promise<void> {
  const { name, sameSite } = kinds[kind];
  const options = { httpOnly: true, sameSite, path: '/', maxAge: maxAgeSeconds } as const;
  if (isSecure(c, ports)) await setSignedCookie(c, name, value, ports.cookieSecret, { ...options, prefix: 'host' });
  else await setSignedCookie(c, name, value, ports.cookieSecret, options);
}

export function dropCookie(c: HttpContext, kind: CookieKind, ports: CookiePorts): void {
  const { name } = kinds[kind];
  if (isSecure(c, ports)) deleteCookie(c, name, { path: '/', secure: true, prefix: 'host' });
  else deleteCookie(c, name, { path: '/' });
}

/** False for plain http on this very machine, where browsers may refuse `__Host-` names; anything else has to be TLS. */
function isSecure(c: HttpContext, { origin }: CookiePorts): boolean {
  const { protocol, hostname } = new URL(origin ?? c.req.url);
  return protocol === 'https:' || !loopback.test(hostname);
}

/** True where a browser says that its page came in clear from elsewhere: it would not send the cookie back. */
export function isInClear(c: HttpContext): boolean {
  const from = c.req.header('origin');
  if (from === undefined || !URL.canParse(from)) return false;
  const { protocol, hostname } = new URL(from);
  return protocol === 'http:' && !loopback.test(hostname);
}

/**
 * True where a request can only come from our own pages, or, with `headless`, from a program that is no browser.
 * Browsers say themselves where a request comes from; a page cannot change what they say.
 */
export function isOwnRequest(c: HttpContext, { origin }: CookiePorts, headless: 'allowed' | 'refused'): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') return false;
  const from = c.req.header('origin');
  if (from === undefined) return site === 'same-origin' || headless === 'allowed';
  if (origin !== null) return from === origin;
  return URL.canParse(from) && new URL(from).host === new URL(c.req.url).host;
}
