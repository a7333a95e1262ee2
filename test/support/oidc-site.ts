import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import type { Browser } from './signed-in.ts';
import { keepCookie, toHeader } from './signed-in.ts';

/** Somebody the site's provider knows. */
interface Member {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface OidcSite {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** People by what the provider calls them; may change between two sign-ins. */
  readonly members: Map<string, Member>;
  /** Goes through the provider's own pages as this person, and answers the address it sends the browser back to. */
  signInAs(subject: string, location: string): Promise<URL>;
  close(): Promise<void>;
}

/** A real OpenID provider on loopback, with its own development pages for signing in. */
export async function openOidcSite(redirectUri: string, host = '127.0.0.1'): Promise<OidcSite> {
  const members = new Map<string, Member>();
  const clientId = 'confidant';
  const clientSecret = 'a secret of thirty-two characters';
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: ['email'] },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => {
        const member = members.get(accountId);
        return { sub: accountId, preferred_username: member?.name, groups: [...(member?.groups ?? [])] };
      },
    }),
  });
  const answer = provider.callback();
  server.on('request', (request, response) => void answer(request, response));
  return {
    issuer,
    clientId,
    clientSecret,
    members,
    signInAs: (subject, location) => walk(subject, location, issuer),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Follows the provider's redirects, types a name, agrees to what is asked, until the provider sends us elsewhere. */
async function walk(subject: string, location: string, issuer: string): Promise<URL> {
  const cookies: Browser['cookies'] = new Map();
  let next = new URL(location);
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 12; step += 1) {
    const answer: Response = await fetch(next, {
      method: form === null ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: toHeader(cookies) },
      ...(form === null ? {} : { body: form }),
    });
    for (const line of answer.headers.getSetCookie()) keepCookie(cookies, line);
    const onward = answer.headers.get('location');
    if (onward !== null) {
      next = new URL(onward, next);
      form = null;
      if (next.origin !== issuer) return next;
      continue;
    }
    const page = await answer.text();
    const [, prompt] = /name="prompt" value="(\w+)"/u.exec(page) ?? [];
    if (prompt === undefined) throw new Error(`The provider shows no form: ${answer.status} ${page.slice(0, 300)}`);
    const [, action = next.href] = /action="([^"]+)"/u.exec(page) ?? [];
    next = new URL(action, next);
    form = new URLSearchParams({ prompt, login: subject, password: 'any' });
  }
  throw new Error('The provider never sends us back');
}
