import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStaffDirectory } from '../../src/compose-staff.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { type OidcSite, openOidcSite } from '../support/oidc-site.ts';
import { type Browser, goodPassword, openBrowser } from '../support/signed-in.ts';

const origin = 'http://127.0.0.1:8400';
const start = '/v1/session/oidc/start';

let site: OidcSite;
let folder: string;
let bank: GivenAppliance;
let browser: Browser;

beforeAll(async () => {
  site = await openOidcSite(`${origin}/v1/session/oidc/callback`);
  folder = mkdtempSync(join(tmpdir(), 'oidc-'));
  writeFileSync(join(folder, 'secret'), `${site.clientSecret}\n`);
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

async function given(issuer: string = site.issuer): Promise<void> {
  const oidc = {
    issuer,
    clientId: site.clientId,
    clientSecretFile: join(folder, 'secret'),
    label: 'Example Bank',
    roleClaim: 'groups',
    roles: { 'support-leads': 'reviewer', support: 'agent' },
  } as const;
  bank = await givenAppliance({ knowledge: {}, signIn: { origin, oidc } });
  browser = openBrowser(() => bank.appliance.app, origin);
}
beforeEach(async () => {
  site.members.clear();
  site.members.set('7', { name: 'robin', groups: ['staff', 'support'] });
  await given();
});
afterEach(() => bank.close());

/** Goes to the provider and comes back, as a browser does; answers where it lands. */
async function signInAs(subject: string): Promise<string> {
  const sent = await browser.ask('GET', start);
  const back = await site.signInAs(subject, sent.headers.get('location') ?? '');
  return comeBack(back);
}

async function comeBack(back: URL): Promise<string> {
  const answer = await browser.ask('GET', `${back.pathname}${back.search}`, undefined, {
    'sec-fetch-site': 'cross-site',
  });
  expect(answer.status).toBe(302);
  return answer.headers.get('location') ?? '';
}

async function session(): Promise<unknown> {
  const answer = await browser.ask('GET', '/v1/session');
  return answer.status === 200 ? await answer.json() : answer.status;
}

function recorded(): readonly unknown[] {
  const all = [...bank.appliance.store.log.entries(0)].map(({ entry }) => entry);
  return all.flatMap((entry) => {
    if (entry.kind === 'admin-act') return [entry.act];
    if (entry.kind === 'signed-in') return [`signed-in ${entry.actor.role} ${entry.method}`];
    return entry.kind === 'sign-in-refused' ? [`refused ${entry.cause} ${entry.method}`] : [];
  });
}

describe("signing in at the site's own provider", () => {
  it('makes an account at the first time, with the role the provider gives', async () => {
    const options = await (await browser.ask('GET', '/v1/session/options')).json();
    expect(options).toEqual({ password: true, provider: { label: 'Example Bank', start } });
    expect(await signInAs('7')).toBe('/console');
    expect(await session()).toMatchObject({ name: 'robin', role: 'agent', method: 'oidc' });
    expect((await browser.ask('GET', '/v1/handovers')).status).toBe(200);
    expect(recorded()).toEqual(['staff-added-as-agent', 'signed-in agent oidc']);
  });

  it('sends the code with PKCE, state and nonce, and the secret nowhere near the browser', async () => {
    const location = new URL((await browser.ask('GET', start)).headers.get('location') ?? '');
    const asked = Object.fromEntries(location.searchParams);
    expect(location.origin).toBe(site.issuer);
    expect(asked).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', client_id: site.clientId });
    for (const name of ['state', 'nonce', 'code_challenge'] as const) expect(asked[name]?.length).toBeGreaterThan(20);
    expect(location.href).not.toContain(encodeURIComponent(site.clientSecret));
    const [cookie = ''] = browser.cookies.values();
    for (const name of ['state', 'nonce'] as const) expect(cookie).not.toContain(asked[name]);
  });

  it('keeps one account of a person, and follows the role of the provider every time', async () => {
    await signInAs('7');
    const first = await session();
    site.members.set('7', { name: 'robin', groups: ['support', 'support-leads'] });
    await signInAs('7');
    expect(await session()).toMatchObject({ ...(first as object), role: 'reviewer', expiresAt: expect.any(String) });
    expect(recorded()).toEqual([
      'staff-added-as-agent',
      'signed-in agent oidc',
      'staff-role-set-to-reviewer',
      'signed-in reviewer oidc',
    ]);
  });

  it('refuses somebody the provider gives no role here, and on the record', async () => {
    site.members.set('8', { name: 'stranger', groups: ['staff'] });
    expect(await signInAs('8')).toBe('/console#problem=role-missing');
    expect(await session()).toBe(401);
    expect(recorded()).toEqual(['refused role-missing oidc']);
  });

  it('refuses a disabled account, and has no password for it', async () => {
    await signInAs('7');
    using directory = openStaffDirectory({ data: bank.data });
    const [account] = directory.list();
    await expect(directory.setPassword(account?.id ?? '', goodPassword)).rejects.toMatchObject({
      code: 'staff-not-found',
    });
    directory.setDisabled(account?.id ?? '', true);
    expect(await session()).toBe(401);
    expect(await signInAs('7')).toBe('/console#problem=sign-in-refused');
    expect(recorded().at(-1)).toBe('refused disabled oidc');
  });

  it.each([
    ['another state', (back: URL) => back.searchParams.set('state', 'x'.repeat(43)), 'provider-failed'],
    ['another code', (back: URL) => back.searchParams.set('code', 'x'.repeat(43)), 'provider-failed'],
    ['an error', (back: URL) => back.searchParams.set('error', 'access_denied'), 'provider-failed'],
    ['another issuer', (back: URL) => back.searchParams.set('iss', 'http://evil.example'), 'provider-failed'],
    ['no cookie', () => browser.cookies.clear(), 'sign-in-expired'],
    ['eleven minutes', () => bank.clock.advance(11 * 60_000), 'sign-in-expired'],
  ])('ends at a return with %s', async (_what, change, problem) => {
    const sent = await browser.ask('GET', start);
    const back = await site.signInAs('7', sent.headers.get('location') ?? '');
    change(back);
    expect(await comeBack(back)).toBe(`/console#problem=${problem}`);
    expect(await session()).toBe(401);
  });

  it('takes a return once, and from the browser that began alone', async () => {
    const sent = await browser.ask('GET', start);
    const back = await site.signInAs('7', sent.headers.get('location') ?? '');
    const other = openBrowser(() => bank.appliance.app, origin);
    await other.ask('GET', start);
    const answer = await other.ask('GET', `${back.pathname}${back.search}`);
    expect(answer.headers.get('location')).toBe('/console#problem=provider-failed');
    const kept = new Map(browser.cookies);
    expect(await comeBack(back)).toBe('/console');
    browser.cookies.clear();
    for (const [name, value] of kept) browser.cookies.set(name, value);
    expect(await comeBack(back)).toBe('/console#problem=sign-in-expired');
  });

  it('leaves passwords working while the provider is down', async () => {
    await bank.close();
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    await given(`http://127.0.0.1:${port}`);
    const answer = await browser.ask('GET', start);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([502, 'provider-failed']);
    using directory = openStaffDirectory({ data: bank.data });
    await directory.add('kim', 'agent', goodPassword);
    const signedIn = await browser.ask('POST', '/v1/session', { name: 'kim', password: goodPassword });
    expect(signedIn.status).toBe(201);
  });

  it('trusts no provider that names endpoints elsewhere', async () => {
    await bank.close();
    const elsewhere: string[] = [];
    const evil = createServer((request, response) => {
      elsewhere.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    const token = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/token`;
    const odd = createServer((_request, response) => {
      const issuer = `http://127.0.0.1:${(odd.address() as AddressInfo).port}`;
      const metadata = {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: token,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(metadata));
    });
    await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
    await given(`http://127.0.0.1:${(odd.address() as AddressInfo).port}`);
    const sent = new URL((await browser.ask('GET', start)).headers.get('location') ?? '');
    const back = new URL(`${origin}/v1/session/oidc/callback?code=abc&state=${sent.searchParams.get('state')}`);
    expect(await comeBack(back)).toBe('/console#problem=provider-failed');
    expect(elsewhere).toEqual([]);
    for (const server of [evil, odd]) {
      server.closeAllConnections();
      server.close();
    }
  });
});
