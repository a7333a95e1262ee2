import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { IdentityError } from '../../identity/identity-error.ts';
import type { IdentityProvider, ProviderFlow, ProviderIdentity } from '../../identity/identity-provider.ts';
import { readClaim } from './read-claim.ts';

export interface ProviderSettings {
  /** `https:`, or `http:` on this machine. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends people back to. */
  readonly redirectUri: string;
  readonly label: string;
  /** Name of the claim that holds groups; dots lead into objects. */
  readonly roleClaim: string;
}

/** A provider that is slower than this is down: the person can sign in with a password instead. */
const TIMEOUT_SECONDS = 10;

/** Opens nothing yet: the provider is asked who it is at the first sign-in, and again after a failure. */
export function openIdentityProvider(settings: ProviderSettings): IdentityProvider {
  let found: Promise<Configuration> | undefined;
  const configuration = (): Promise<Configuration> => {
    found ??= discover(settings).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  return {
    label: settings.label,
    begin: () => orFail(async () => begin(await configuration(), settings)),
    complete: (returned, flow) => orFail(async () => complete(await configuration(), settings, { returned, flow })),
  };
}

/** Words of a provider may hold names and tokens: what leaves is a code, and the fault itself as its cause. */
async function orFail<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new IdentityError('provider-failed', 'Cannot sign in: the sign-in provider did not answer as it must', {
      cause,
    });
  }
}

function discover({ issuer, clientId, clientSecret }: ProviderSettings): Promise<Configuration> {
  const server = new URL(issuer);
  return discovery(server, clientId, clientSecret, undefined, {
    timeout: TIMEOUT_SECONDS,
    // Settings allow plain http for this machine alone.
    execute: server.protocol === 'http:' ? [allowInsecureRequests] : [],
    [customFetch]: (url, { body, headers, method, signal }) => {
      // The metadata is the provider's word: it may name no other host for secrets and codes to go to.
      if (new URL(url).origin !== server.origin) throw new Error('An endpoint of the provider is elsewhere');
      return fetch(url, { body: body ?? null, headers, method, signal: signal ?? null, redirect: 'error' });
    },
  });
}

async function begin(configuration: Configuration, { redirectUri }: ProviderSettings) {
  const flow: ProviderFlow = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
  const location = buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    code_challenge: await calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: 'S256',
    state: flow.state,
    nonce: flow.nonce,
  });
  return { location: location.href, flow };
}

async function complete(
  configuration: Configuration,
  { roleClaim, redirectUri }: ProviderSettings,
  { returned, flow }: { readonly returned: URL; readonly flow: ProviderFlow },
): Promise<ProviderIdentity> {
  const { state, nonce, verifier } = flow;
  // Behind a proxy this server's own address is another one than the provider was told.
  const current = new URL(redirectUri);
  current.search = returned.search;
  const tokens = await authorizationCodeGrant(configuration, current, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const idToken = tokens.claims();
  if (idToken === undefined) throw new Error('The provider sent no ID token');
  const isComplete = readClaim(idToken, roleClaim).length > 0 && idToken.preferred_username !== undefined;
  const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
  const more = isComplete || !hasMore ? {} : await fetchUserInfo(configuration, tokens.access_token, idToken.sub);
  const claims = { ...more, ...idToken };
  const [name = idToken.sub] = ['preferred_username', 'email', 'name'].flatMap((claim) => readClaim(claims, claim));
  return { issuer: idToken.iss, subject: idToken.sub, name, groups: readClaim(claims, roleClaim) };
}
