/** What a sign-in that has begun must come back with; kept by the server, never by the browser. */
export interface ProviderFlow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who the provider says somebody is. */
export interface ProviderIdentity {
  readonly issuer: string;
  /** Stable at that issuer; never shown. */
  readonly subject: string;
  readonly name: string;
  /** Values of the claim roles are read from. */
  readonly groups: readonly string[];
}

/**
 * The site's own sign-in service, spoken to by OpenID Connect: authorization code with PKCE, `state` and `nonce`.
 *
 * - `begin` answers the address to send the browser to, and what must be remembered until it is back.
 * - `complete` takes the address the browser came back to, and answers only what a signed ID token of this issuer, for
 *   this client and this flow says.
 * - Nothing but the issuer's own origin is ever called, and a redirect is an error.
 */
export interface IdentityProvider {
  /** Shown on the button. */
  readonly label: string;
  /** @throws {IdentityError} `provider-failed` */
  begin(): Promise<{ readonly location: string; readonly flow: ProviderFlow }>;
  /** @throws {IdentityError} `provider-failed` */
  complete(returned: URL, flow: ProviderFlow): Promise<ProviderIdentity>;
}
