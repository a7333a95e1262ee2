import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPages } from '../../scripts/build-pages.ts';
import { launchChromium, missingBrowser } from './chromium.ts';
import { ask, axeFindings, tabTo, threadOf, touchFindings } from './kiosk-page.ts';
import { type KioskServer, startKioskServer } from './kiosk-server.ts';
import { answeredQuestion, kioskStory, type OpenPage } from './kiosk-story.ts';

const missing = missingBrowser();
if (missing !== undefined) console.log(`Skips the kiosk page: ${missing}`);

describe.skipIf(missing !== undefined)('the kiosk page against canned answers', () => {
  let browser: Browser;
  let server: KioskServer;

  beforeAll(async () => {
    const [kiosk] = await buildPages();
    server = await startKioskServer(kiosk?.folder ?? '');
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const openPage: OpenPage = async (options = {}) => {
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...options });
    context.setDefaultTimeout(10_000);
    return {
      page: await context.newPage(),
      origin: server.origin,
      key: server.key,
      replyAsPerson: async (text) => server.replyAsPerson(text),
    };
  };

  async function arrive(): Promise<Page> {
    const { page, origin, key } = await openPage();
    await page.goto(`${origin}/#key=${key}`);
    await page.getByRole('region', { name: 'Before you start' }).waitFor();
    return page;
  }

  kioskStory(openPage);

  it('takes a code, shows the change and does it at the press of its own button', async () => {
    const page = await arrive();
    await ask(page, 'Stop my paper statements');
    const decision = page.getByRole('form', { name: 'Your decision' });
    await decision.getByRole('button', { name: 'Continue' }).click();
    expect(server.received.some(({ path }) => path.endsWith('/confirm'))).toBe(false);
    await decision.getByRole('textbox', { name: 'Code of six digits' }).fill('042 917');
    await decision.getByRole('button', { name: 'Continue' }).click();
    await threadOf(page).getByText('Shall I do that?').waitFor();
    expect(await decision.count()).toBe(1);
    expect(await decision.getByRole('textbox').count()).toBe(0);
    await decision.getByRole('button', { name: 'Yes, do it' }).click();
    await threadOf(page).getByText('Done. Your statements come online').waitFor();
    expect(await decision.count()).toBe(0);
    const answers = server.received.filter(({ path }) => path.endsWith('/confirm')).map(({ body }) => body);
    expect(answers).toEqual([
      { step: 'a_1.identity', accept: true, code: '042917' },
      { step: 'a_1.change', accept: true },
    ]);
    await page.context().close();
  });

  it('changes nothing at the press of no, and takes the buttons away', async () => {
    const page = await arrive();
    await ask(page, 'Stop my paper statements');
    await page.getByRole('button', { name: 'No, cancel' }).click();
    await threadOf(page).getByText('nothing was changed').waitFor();
    expect(await page.getByRole('form', { name: 'Your decision' }).count()).toBe(0);
    await page.context().close();
  });

  it('shows what is remembered, deletes one thing with one press, and the rest with a no to its purpose', async () => {
    const page = await arrive();
    server.memory.remember(['preferred-language', 'de'], ['accessibility-need', 'large-print'], ['open-issue', 'h_1']);
    await page.getByRole('banner').getByRole('button', { name: 'Your choices' }).click();
    const remembered = page.getByRole('region', { name: 'What we remember about you' });
    await remembered.getByText('3 things').waitFor();
    expect(await remembered.getByRole('button', { name: 'Delete everything' }).count()).toBe(1);
    await tabTo(page, 'Delete: You write in German');
    await page.keyboard.press('Enter');
    await remembered.getByText('2 things').waitFor();
    expect(await remembered.getByText('German').count()).toBe(0);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('What we remember about you');

    const purpose = page.getByRole('region', { name: 'Remembering you next time' });
    await purpose.getByText('You agreed on 2 October 2026').waitFor();
    await page.route('**/consent', (route) => route.fulfill({ status: 500 }), { times: 1 });
    await purpose.getByRole('button', { name: 'I do not agree' }).click();
    await page.getByRole('alert').getByText('press it again').waitFor();
    expect(await purpose.getByText('You agreed').count()).toBe(1);
    await purpose.getByRole('button', { name: 'I do not agree' }).click();
    await remembered.getByText('Nothing you can see here').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  });

  it('asks nothing where policy has no purpose that rests on consent', async () => {
    server.memory.asks = false;
    const page = await arrive();
    expect(await page.getByText(/choices|agree/i).count()).toBe(0);
    server.memory.asks = true;
    await page.context().close();
  });

  it('clears the choices of somebody who walked away before asking anything', async () => {
    const page = await arrive();
    await page.clock.install();
    await page.reload();
    await page.getByRole('region', { name: 'Your choices' }).getByRole('button').click();
    await page.getByRole('button', { name: 'I agree' }).first().click();
    await page.getByText('You agreed on').waitFor();
    await page.clock.fastForward(151_000);
    const warning = page.getByRole('dialog', { name: 'Are you still there?' });
    await warning.waitFor();
    await page.clock.fastForward(31_000);
    await warning.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Your choices' }).getByRole('button').click();
    await page.getByText('You have not chosen').nth(1).waitFor();
    await page.context().close();
  });

  it('shows a sentence before the next one is known', async () => {
    const page = await arrive();
    const release = server.holdSentences();
    await ask(page, answeredQuestion);
    await page.locator('[data-sentence="0"]').waitFor();
    expect(await page.locator('[data-sentence]').count()).toBe(1);
    expect(await page.getByRole('button', { name: /source/ }).count()).toBe(0);
    release();
    await page.locator('[data-sentence="3"]').waitFor();
    await page.getByRole('button', { name: '2 sources' }).waitFor();
    await page.context().close();
  });

  it('hands over in the middle of a conversation and comes back', async () => {
    const page = await arrive();
    await ask(page, 'I want to make a complaint');
    await page.getByText('Number 2').waitFor();
    server.replyAsPerson('This is settled now.');
    server.leaveAsPerson('with-assistant');
    await page.getByText('This is settled now.').first().waitFor();
    await page.getByText('The assistant answers you again').first().waitFor();
    await ask(page, 'How long does a transfer take?');
    await page.getByText('1 source').waitFor();
    expect(await page.locator('[data-sentence]').last().textContent()).toContain('next working day');
    await page.context().close();
  });

  it('offers to start over when a person has closed the conversation', async () => {
    const page = await arrive();
    await ask(page, 'I want to make a complaint');
    await page.getByText('What happens next').waitFor();
    server.leaveAsPerson('closed');
    await page.getByText('This conversation has ended.', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.getByRole('list', { name: 'Common questions' }).waitFor();
    expect(await page.getByLabel('Your message').count()).toBe(1);
    await page.context().close();
  });

  it('answers the first question of the morning in a conversation of its own', async () => {
    const page = await arrive();
    server.forgetConversations();
    await ask(page, answeredQuestion);
    await page.getByText('Did this help?').waitFor();
    expect(await page.getByText('I have lost my card').count()).toBe(1);
    const sent = server.received.filter(({ path }) => path.endsWith('/messages')).slice(-2);
    expect(new Set(sent.map(({ path }) => path)).size).toBe(2);
    expect(new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
    await page.context().close();
  });

  it('asks for its key again when it is taken back', async () => {
    const page = await arrive();
    await page.route('**/messages', (route) => route.fulfill({ status: 401 }));
    await ask(page, answeredQuestion);
    await page.getByRole('heading', { name: 'Set up this device' }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    await page.context().close();
  });

  it('waits for an appliance that is still starting', async () => {
    const { page, origin, key } = await openPage();
    let attempts = 0;
    await page.route('**/v1/conversations', async (route) => {
      attempts += 1;
      await (attempts === 1 ? route.fulfill({ status: 503 }) : route.continue());
    });
    await page.goto(`${origin}/#key=${key}`);
    await page.getByRole('alert').getByText('keeps trying').waitFor();
    await page.getByRole('region', { name: 'Before you start' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  });

  it('gives a refused message back to be changed', async () => {
    const page = await arrive();
    await page.route('**/messages', (route) => route.fulfill({ status: 413 }));
    await ask(page, answeredQuestion);
    await page.getByRole('button', { name: 'Change it' }).click();
    expect(await page.getByLabel('Your message').inputValue()).toBe(answeredQuestion);
    await page.context().close();
  });

  it('tells that no person could be reached, and tries again', async () => {
    const page = await arrive();
    await page.route('**/handover', (route) => route.fulfill({ status: 500 }), { times: 1 });
    await page.getByRole('button', { name: 'Talk to a person' }).click();
    await page.getByRole('alert').getByText('could not reach a person').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('What happens next').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  });

  it('notices from one visit to the next that the record was written anew, and reports it once', async () => {
    const page = await arrive();
    await ask(page, answeredQuestion);
    await page.getByText('2 sources').waitFor();
    await page.waitForFunction("localStorage.getItem('confidant-kiosk-log') !== null");
    await page.reload();
    await page.getByRole('region', { name: 'Before you start' }).waitFor();
    const notice = page.getByRole('region', { name: 'About our record' });
    expect(await notice.count()).toBe(0);
    expect(server.log.alarms).toEqual([]);
    server.log.rewrite();
    await page.reload();
    await notice.waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await touchFindings(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      notice.getByRole('button', { name: 'Save what was found' }).click(),
    ]);
    const evidence: unknown = JSON.parse(readFileSync(await download.path(), 'utf8'));
    expect(evidence).toMatchObject({ code: 'proof-invalid', held: expect.stringContaining('confidant/') });
    await ask(page, answeredQuestion);
    await page.getByText('2 sources').waitFor();
    await page.reload();
    await notice.waitFor();
    await page.waitForFunction("localStorage.getItem('confidant-kiosk-log-alarm-reported') !== null");
    expect(server.log.alarms).toEqual([expect.objectContaining({ code: 'proof-invalid' })]);
    await page.goto(`${server.origin}/#forget-log`);
    await page.reload();
    await page.getByRole('region', { name: 'Before you start' }).waitFor();
    expect(await notice.count()).toBe(0);
    await page.context().close();
  });
});
