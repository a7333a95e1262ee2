import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPages } from '../../scripts/build-pages.ts';
import { type RunningServer, serveAppliance } from '../../src/compose-server.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { type OidcSite, openOidcSite } from '../support/oidc-site.ts';
import { addStaff, goodPassword } from '../support/signed-in.ts';
import { launchChromium, missingBrowser } from './chromium.ts';
import { axeFindings, tabTo, touchFindings } from './kiosk-page.ts';

const missing = missingBrowser();
if (missing !== undefined) console.log(`Skips the page people sign in at: ${missing}`);

const email = 'rosalind.quimby@example.org';

describe.skipIf(missing !== undefined)('the page people sign in at', () => {
  let bank: GivenAppliance;
  let browser: Browser;
  let server: RunningServer;
  let site: OidcSite;
  let origin: string;
  let folder: string;

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    // Another host than the appliance's own: coming back from it is cross-site, as with a real provider.
    site = await openOidcSite(`${origin}/v1/session/oidc/callback`, 'localhost');
    folder = mkdtempSync(join(tmpdir(), 'staff-page-'));
    writeFileSync(join(folder, 'secret'), site.clientSecret);
    const { issuer, clientId } = site;
    const roles = { support: 'agent' } as const;
    const file = { clientSecretFile: join(folder, 'secret'), roleClaim: 'groups', label: 'Example Bank' };
    const [kiosk] = await buildPages();
    bank = await givenAppliance({
      knowledge: {},
      // The page counts from the time of the answer, which is the machine's.
      now: new Date().toISOString(),
      pages: kiosk?.folder ?? '',
      signIn: { origin, oidc: { issuer, clientId, roles, ...file } },
    });
    await addStaff(bank.data, 'robin', 'agent');
    await addStaff(bank.data, 'toni', 'auditor');
    const conversation = await bank.start();
    await bank.ask(`I want a person. Write to me at ${email}`, { conversation });
    await bank.ask('My card is 4111 1111 1111 1111', { conversation });
    server = await serveAppliance(
      { app: bank.appliance.app, close: async () => undefined },
      { host: '127.0.0.1', port },
    );
    browser = await launchChromium();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await site?.close();
    await bank?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  interface Visit {
    readonly page: Page;
    /** Requests to elsewhere, breaches of the content policy and uncaught errors. */
    readonly breaches: string[];
  }

  async function visit(options: { viewport?: { width: number; height: number }; colorScheme?: 'light' | 'dark' } = {}) {
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...options });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const breaches: string[] = [];
    page.on('request', (request) => {
      if (![origin, site.issuer].includes(new URL(request.url()).origin)) breaches.push(`request to ${request.url()}`);
    });
    page.on('console', (line) => {
      if (/content.*policy/i.test(line.text())) breaches.push(line.text());
    });
    page.on('pageerror', (error) => breaches.push(error.message));
    await page.goto(`${origin}/console`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    return { page, breaches };
  }

  async function signIn({ page }: Visit, name = 'robin', password = goodPassword): Promise<void> {
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  it.each([
    ['a screen', { viewport: { width: 1280, height: 800 } }],
    ['a telephone in the dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' as const }],
  ])('leads to what waits, by keyboard and without barriers, on %s', async (_what, options) => {
    const { page, breaches } = await visit(options);
    expect(await axeFindings(page)).toEqual([]);
    expect(await touchFindings(page)).toEqual([]);
    await page.getByLabel('Name').focus();
    await page.keyboard.type('robin');
    await page.keyboard.press('Tab');
    await page.keyboard.type(goodPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Waiting for a person' }).waitFor();
    await page.getByRole('listitem').first().waitFor();
    await tabTo(page, 'Talk to a person');
    await page.keyboard.press('Enter');
    await page.getByText('[EMAIL_1]').first().waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('packet');
    await tabTo(page, '[EMAIL_1]');
    await page.keyboard.press('Enter');
    await page.getByLabel('Why do you need to see [EMAIL_1]?').waitFor();
    expect(await page.content()).not.toContain(email);
    expect(await axeFindings(page)).toEqual([]);
    expect(await touchFindings(page)).toEqual([]);
    expect((await page.screenshot({ fullPage: true })).byteLength).toBeGreaterThan(10_000);
    expect(breaches).toEqual([]);
    await page.context().close();
  });

  it('shows one masked value for a reason, or says why not, counts down, and takes it out of the page', async () => {
    const { page, breaches } = await visit();
    await page.clock.install();
    await signIn({ page, breaches });
    await page.getByRole('listitem').first().getByRole('button').click();
    const masked = page.getByRole('region', { name: 'Masked values' });
    await page.getByRole('region', { name: 'What was said' }).getByText('[CARD_1]').waitFor();
    // Policy shows agents no cards.
    expect(await masked.getByRole('button').allTextContents()).toEqual(['[EMAIL_1]']);
    const show = async (reason: string) => {
      await masked.getByRole('button', { name: '[EMAIL_1]' }).click();
      await masked.getByLabel(/^Why do you need/).fill(reason);
      await page.keyboard.press('Enter');
    };
    await show('because');
    await page.getByRole('alert').getByText('at least eight characters').waitFor();
    await masked.getByLabel(/^Why do you need/).fill('The customer asks for a letter');
    for (const [status, code, words] of [
      [404, 'not-found', 'your role may not see values of this kind'],
      [429, 'rate-limited', 'Please wait 60 minutes'],
      [507, 'store-full', 'could not be put on the record'],
    ] as const) {
      const headers = { 'retry-after': '3600' };
      await page.route('**/v1/reveal', (route) => route.fulfill({ status, headers, json: { code } }), { times: 1 });
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText(words).waitFor();
    }
    expect(await touchFindings(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await masked.getByText(email).waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toContain(email);
    expect(await masked.getByRole('timer').textContent()).toMatch(/^Hidden again in [45]:\d\d$/);
    expect(await axeFindings(page)).toEqual([]);
    await page.clock.fastForward(200_000);
    expect(await masked.getByRole('timer').textContent()).toMatch(/^Hidden again in [01]:\d\d$/);
    await page.clock.fastForward(101_000);
    await masked.getByRole('status').getByText('[EMAIL_1] is hidden again.').waitFor();
    expect(await page.content()).not.toContain(email);
    await show('The customer asks for another letter');
    await masked.getByRole('button', { name: 'Hide it now' }).click();
    await masked.getByRole('status').waitFor();
    expect(await page.content()).not.toContain(email);
    expect(breaches).toEqual([]);
    await page.context().close();
  });

  it('says that name and password do not go together, and keeps neither password nor token where scripts reach', async () => {
    const { page, breaches } = await visit();
    await signIn({ page, breaches }, 'robin', 'not the password at all');
    await page.getByRole('alert').getByText('do not go together').waitFor();
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    expect(await axeFindings(page)).toEqual([]);
    await signIn({ page, breaches });
    await page.getByText('agent').waitFor();
    const reachable = 'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, location.href])';
    expect(await page.evaluate<string>(reachable)).toBe(JSON.stringify(['', {}, {}, `${origin}/console`]));
    expect(breaches).toEqual([]);
    await page.context().close();
  });

  it('stays signed in over a reload, and is signed out for good by its button', async () => {
    const { page, breaches } = await visit();
    await signIn({ page, breaches });
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.context().close();
  });

  it('asks to sign in again once the session has ended', async () => {
    const { page, breaches } = await visit();
    await signIn({ page, breaches });
    await page.getByRole('listitem').first().waitFor();
    await page.context().clearCookies();
    await page.getByRole('listitem').first().getByRole('button').click();
    await page.getByRole('alert').getByText('You are signed out').waitFor();
    await page.context().close();
  });

  it('shows an auditor no handovers', async () => {
    const { page, breaches } = await visit();
    await signIn({ page, breaches }, 'toni');
    await page.getByText('auditor').waitFor();
    expect(await page.getByRole('list').count()).toBe(0);
    await page.context().close();
  });

  it("signs in at the site's own provider and comes back, or says why not", async () => {
    site.members.set('7', { name: 'kim', groups: ['support'] });
    for (const [subject, expected] of [
      ['8', 'gives you no role here'],
      ['7', 'Waiting for a person'],
    ] as const) {
      const { page } = await visit();
      // The provider's development pages ask for a font from elsewhere.
      await page.route(
        (url) => ![origin, site.issuer].includes(url.origin),
        (route) => route.abort(),
      );
      await page.getByRole('link', { name: 'Sign in with Example Bank' }).click();
      await page.locator('input[name=login]').fill(subject);
      await page.locator('input[name=password]').fill('any');
      await page.locator('button[type=submit]').click();
      await page.locator('button[type=submit]', { hasText: 'Continue' }).click();
      await page.getByText(expected).waitFor();
      expect(page.url()).toBe(`${origin}/console`);
      await page.context().close();
    }
  });

  it('shows what the appliance tells of itself above the work, for as long as it holds', async () => {
    await bank.as('agent').request('POST', '/v1/stop');
    await bank.appliance.alerts.look();
    const { page, breaches } = await visit();
    await signIn({ page, breaches });
    await page.getByRole('heading', { name: 'Alerts' }).waitFor();
    await page.getByText('The stop switch is on').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await bank.as('admin').request('POST', '/v1/resume');
    await bank.appliance.alerts.look();
    bank.clock.advance(61_000);
    await bank.appliance.alerts.look();
    await page.reload();
    await page.getByRole('heading', { name: 'Waiting for a person' }).waitFor();
    await page.getByRole('listitem').first().waitFor();
    expect(await page.getByRole('heading', { name: 'Alerts' }).count()).toBe(0);
    expect(breaches).toEqual([]);
    await page.context().close();
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
