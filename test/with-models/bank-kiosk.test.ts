import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildPages } from '../../scripts/build-pages.ts';
import { launchChromium, missingBrowser } from '../browser/chromium.ts';
import { ask } from '../browser/kiosk-page.ts';
import { answeredQuestion, kioskStory, type OpenPage } from '../browser/kiosk-story.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { encoderModelFiles, textModelFiles } from '../support/model-files.ts';

const missing = missingBrowser() ?? encoderModelFiles().reason ?? textModelFiles().reason;
if (missing !== undefined) process.stdout.write(`Skips the kiosk of the sample bank: ${missing}\n`);

const waitingSchema = z.object({ items: z.array(z.object({ reference: z.string(), conversation: z.string() })) });

describe.skipIf(missing !== undefined)('the kiosk page on the sample bank and its default models', () => {
  let bank: GivenAppliance;
  let browser: Browser;
  let server: ReturnType<typeof serve>;
  let origin: string;

  beforeAll(async () => {
    const [kiosk] = await buildPages();
    bank = await givenAppliance({ realEngines: true, pages: kiosk?.folder ?? '' });
    const { app } = bank.appliance;
    const port = await new Promise<number>((resolve) => {
      server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, (info: AddressInfo) => resolve(info.port));
    });
    origin = `http://127.0.0.1:${port}`;
    browser = await launchChromium();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await new Promise<void>((resolve) => {
      if (server === undefined) resolve();
      else server.close(() => resolve());
    });
    await bank?.close();
  });

  /** References begin with the time they were made: the last in order is the latest. */
  async function replyAsPerson(text: string): Promise<void> {
    const agent = bank.as('agent');
    const { items } = waitingSchema.parse((await agent.request('GET', '/v1/handovers?state=waiting')).body);
    const latest = items.toSorted((a, b) => a.reference.localeCompare(b.reference)).at(-1);
    const replied = await agent.request('POST', `/v1/conversations/${latest?.conversation}/replies`, { text });
    expect(replied.status).toBe(200);
  }

  const openPage: OpenPage = async (options = {}) => {
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...options });
    context.setDefaultTimeout(15_000);
    return { page: await context.newPage(), origin, key: bank.keys.kiosk, replyAsPerson };
  };

  kioskStory(openPage);

  it('asks nothing of any other origin, from the first byte to the answer', async () => {
    const { page, key } = await openPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('websocket', (socket) => asked.push(socket.url()));
    await page.goto(`${origin}/#key=${encodeURIComponent(key)}`);
    await ask(page, answeredQuestion);
    await page.getByText('Did this help?').waitFor();
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((url) => new URL(url).origin !== origin)).toEqual([]);
    await page.context().close();
  });

  it('is served under a policy that lets no other origin in', async () => {
    const answer = await fetch(origin);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await answer.text()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//u);
  });
});
