import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, axeFindings, looksOf, pressed, tabTo, threadOf, touchFindings } from './kiosk-page.ts';

interface PageOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
}

/** A page nobody has opened yet, in a browser context of its own, and what stands behind it. */
interface KioskVisit {
  readonly page: Page;
  readonly origin: string;
  readonly key: string;
  /** A person writes in the conversation that was handed over last. */
  readonly replyAsPerson: (text: string) => Promise<void>;
}

export type OpenPage = (options?: PageOptions) => Promise<KioskVisit>;

/** A question of the sample bank that is answered with a source. */
export const answeredQuestion = 'I have lost my card';

const watchPolicy = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('breach of the content policy: ' + event.violatedDirective + ' ' + event.blockedURI))`;

interface Watched extends KioskVisit {
  /** Requests that left the host, breaches of the content policy and uncaught errors. */
  readonly breaches: string[];
}

/** Notes everything the page does that it promised not to do; each story must end with nothing noted. */
async function watchVisit(visit: KioskVisit): Promise<Watched> {
  const breaches: string[] = [];
  const { page, origin } = visit;
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) breaches.push(`request to ${request.url()}`);
  });
  page.on('console', (line) => {
    if (/content.*policy/i.test(line.text())) breaches.push(line.text());
  });
  page.on('pageerror', (error) => breaches.push(error.message));
  await page.addInitScript(watchPolicy);
  return { ...visit, breaches };
}

/** What a customer at a kiosk lives through, on whatever appliance `openPage` opens. */
export function kioskStory(openPage: OpenPage): void {
  const visits: Watched[] = [];

  async function arrive(options?: PageOptions, fragment = true): Promise<Page> {
    const visit = await watchVisit(await openPage(options));
    visits.push(visit);
    await visit.page.goto(`${visit.origin}/${fragment ? `#key=${encodeURIComponent(visit.key)}` : ''}`);
    return visit.page;
  }

  afterEach(async () => {
    const done = visits.splice(0);
    for (const { page } of done) await page.context().close();
    expect(done.flatMap((visit) => visit.breaches)).toEqual([]);
  });

  describe('a customer at the kiosk', () => {
    it('is told who answers and what is kept before the first word', async () => {
      const page = await arrive();
      await page.getByRole('heading', { name: 'How can we help?' }).waitFor();
      const about = page.getByRole('region', { name: 'Before you start' });
      await about.waitFor();
      expect(await about.getByRole('paragraph').count()).toBe(2);
      expect(page.url()).not.toContain('key');
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
    });

    it('gets an answer with its sources and its receipt', async () => {
      const page = await arrive();
      await ask(page, answeredQuestion);
      await page.getByText('Did this help?').waitFor();
      expect(await page.locator('[data-sentence]').count()).toBeGreaterThan(0);

      await page.getByRole('button', { name: /source/ }).click();
      const source = page.getByRole('list', { name: 'Where this answer comes from' }).getByRole('listitem').first();
      expect(await source.getByText(/^Updated /).textContent()).toMatch(/\d{4}/);
      expect((await source.locator('blockquote').textContent())?.length).toBeGreaterThan(10);

      await page.getByRole('button', { name: /Record no\. \d+/ }).click();
      const receipt = page.getByRole('region', { name: 'Receipt for this answer' });
      expect(await receipt.textContent()).toMatch(/[A-Za-z0-9+/]{43}=/);
      expect(await source.isVisible()).toBe(false);
    });

    it('reads out every sentence politely', async () => {
      const page = await arrive();
      await ask(page, answeredQuestion);
      await page.getByText('Did this help?').waitFor();
      const announcer = page.locator('[data-announcer]');
      expect(await announcer.getAttribute('aria-live')).toBe('polite');
      const said = await page.locator('[data-sentence]').allTextContents();
      expect(await announcer.locator('p').allTextContents()).toEqual(said.map((text) => `Assistant: ${text.trim()}`));
    });

    it('asks a common question with one tap and says whether it helped', async () => {
      const page = await arrive({ viewport: { width: 390, height: 844 } });
      await page.getByRole('button', { name: answeredQuestion }).click();
      const feedback = page.waitForRequest((request) => request.url().endsWith('/feedback'));
      await page.getByRole('group', { name: 'Did this help?' }).getByRole('button', { name: 'No' }).click();
      expect((await feedback).postDataJSON()).toEqual({ csat: 1, resolved: false });
      await page.getByText('A person can take it from here').waitFor();
    });

    it('talks to a person, who reads and answers here', async () => {
      const page = await arrive();
      await ask(page, answeredQuestion);
      await page.getByText('Did this help?').waitFor();
      await page.getByRole('banner').getByRole('button', { name: 'Talk to a person' }).click();
      const card = page.getByRole('region', { name: 'A person will take over' });
      await card.getByText('What happens next').waitFor();
      expect(await card.getByText(/^h_/).count()).toBe(1);

      await ask(page, 'It was stolen this morning');
      await page.getByText('A person will read this').waitFor();
      await visits.at(-1)?.replyAsPerson('Hello, this is Ana. I have blocked the card.');
      await threadOf(page).getByText('Hello, this is Ana. I have blocked the card.').waitFor();
      await threadOf(page).getByText('A person has joined').waitFor();
    });

    it('sends a message again that did not get through, under its first key', async () => {
      const page = await arrive();
      const keys: (string | undefined)[] = [];
      await page.route('**/messages', async (route) => {
        keys.push(route.request().headers()['idempotency-key']);
        await (keys.length <= 3 ? route.abort('connectionrefused') : route.continue());
      });
      await ask(page, answeredQuestion);
      await page.getByRole('alert').getByText('did not reach us').waitFor();
      await page.getByRole('button', { name: 'Send again' }).click();
      await page.getByText('Did this help?').waitFor();
      expect(await page.getByRole('alert').count()).toBe(0);
      expect(keys).toHaveLength(4);
      expect(new Set(keys).size).toBe(1);
    });

    it('sees markup as the characters it is', async () => {
      const page = await arrive();
      await ask(page, '<img src=x onerror=alert(1)><b>card</b>');
      await page.getByText('<img src=x onerror=alert(1)><b>card</b>').waitFor();
      expect(await page.locator('img, b').count()).toBe(0);
    });

    it('does everything with the keyboard', async () => {
      const page = await arrive();
      await page.getByRole('region', { name: 'Before you start' }).waitFor();
      await tabTo(page, 'Skip to your message');
      await page.keyboard.press('Enter');
      await page.keyboard.type(answeredQuestion);
      await page.keyboard.press('Enter');
      await page.getByText('Did this help?').waitFor();
      await tabTo(page, 'source');
      await page.keyboard.press('Enter');
      await page.getByRole('list', { name: 'Where this answer comes from' }).waitFor();
      await tabTo(page, 'Yes');
      await page.keyboard.press('Space');
      await page.getByText('Thank you for telling us.').waitFor();
      await tabTo(page, 'Talk to a person');
      await page.keyboard.press('Enter');
      await page.getByText('What happens next').waitFor();
      await tabTo(page, 'Start over');
      await page.keyboard.press('Enter');
      await page.getByRole('list', { name: 'Common questions' }).waitFor();
      expect(await page.locator('[data-sentence]').count()).toBe(0);
    });

    it('says yes and no with buttons of one size, sees what was said, and takes it back by keyboard', async () => {
      const page = await arrive({ viewport: { width: 1280, height: 1400 } });
      const opener = page.getByRole('banner').getByRole('button', { name: 'Your choices' });
      await opener.click();
      const dialog = page.getByRole('dialog', { name: 'Your choices' });
      const purpose = dialog.getByRole('region', { name: 'Making the assistant better' });
      const answers = purpose.getByRole('button');
      await expect.poll(() => answers.allTextContents(), { timeout: 15_000 }).toEqual(['I agree', 'I do not agree']);
      expect(await pressed(answers)).toEqual([false, false]);
      expect(new Set(await looksOf(page, '.purpose-answer')).size).toBe(1);
      const place = await answers.first().boundingBox();
      await answers.first().click();
      await purpose.getByText(/^You agreed on .*\d{4}/).waitFor();
      expect(await pressed(answers)).toEqual([true, false]);
      expect(await answers.first().boundingBox()).toEqual(place);
      await tabTo(page, 'I do not agree');
      await page.keyboard.press('Enter');
      await purpose.getByText(/^You said no on .*\d{4}/).waitFor();
      expect(await pressed(answers)).toEqual([false, true]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Your choices');
      await opener.click();
      await purpose.getByText(/^You said no on /).waitFor();
    });

    it('leaves nothing behind for the next person', async () => {
      const page = await arrive();
      await page.clock.install();
      await page.reload();
      await ask(page, answeredQuestion);
      await page.getByText('Did this help?').waitFor();
      await page.clock.fastForward(151_000);
      const dialog = page.getByRole('dialog', { name: 'Are you still there?' });
      await dialog.getByRole('button', { name: 'I am still here' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await threadOf(page).getByText(answeredQuestion).count()).toBe(1);

      await page.clock.fastForward(151_000);
      await dialog.getByText(/seconds left/).waitFor();
      await page.clock.fastForward(31_000);
      await page.getByRole('list', { name: 'Common questions' }).waitFor();
      expect(await dialog.count()).toBe(0);
      expect(await page.locator('[data-sentence]').count()).toBe(0);
    });

    it('finds every control large enough to touch, from a small phone to a tall kiosk', async () => {
      for (const viewport of [
        { width: 360, height: 640 },
        { width: 1080, height: 1920 },
      ]) {
        const page = await arrive({ viewport });
        await page.getByRole('region', { name: 'Before you start' }).waitFor();
        expect(await touchFindings(page)).toEqual([]);
        await page.getByRole('region', { name: 'Your choices' }).getByRole('button').click();
        expect(await touchFindings(page)).toEqual([]);
        await page.getByRole('button', { name: 'Done' }).click();
        await ask(page, answeredQuestion);
        await page.getByRole('button', { name: /source/ }).click();
        expect(await touchFindings(page)).toEqual([]);
      }
    });
  });

  describe('a device without a key', () => {
    it('is set up by staff, and refuses a wrong key kindly', async () => {
      const page = await arrive({}, false);
      await page.getByLabel('Kiosk key').fill('not-the-key');
      await page.getByRole('button', { name: 'Start' }).click();
      await page.getByRole('alert').getByText('was not accepted').waitFor();
      await page.getByLabel('Kiosk key').fill(visits.at(-1)?.key ?? '');
      await page.keyboard.press('Enter');
      await page.getByRole('list', { name: 'Common questions' }).waitFor();
      await page.reload();
      await page.getByRole('region', { name: 'Before you start' }).waitFor();
      expect(await page.getByLabel('Kiosk key').count()).toBe(0);
    });
  });

  describe.each(['light', 'dark'] as const)('every state in %s', (colorScheme) => {
    it('has nothing axe finds', { timeout: 60_000 }, async () => {
      const findings: Record<string, readonly string[]> = {};
      const setUp = await arrive({ colorScheme }, false);
      await setUp.getByLabel('Kiosk key').fill('not-the-key');
      await setUp.getByRole('button', { name: 'Start' }).click();
      await setUp.getByRole('alert').waitFor();
      findings['set-up'] = await axeFindings(setUp);

      const page = await arrive({ colorScheme });
      await page.getByRole('region', { name: 'Before you start' }).waitFor();
      findings.welcome = await axeFindings(page);
      await page.getByRole('region', { name: 'Your choices' }).getByRole('button').click();
      await page.getByRole('button', { name: 'I agree' }).last().click();
      await page.getByText('You agreed on').waitFor();
      findings['choices open'] = await axeFindings(page);
      await page.getByRole('button', { name: 'Done' }).click();
      await ask(page, answeredQuestion);
      await page.getByRole('button', { name: /source/ }).click();
      findings['answered, sources open'] = await axeFindings(page);
      await page.getByRole('button', { name: /Record no/ }).click();
      await page.getByRole('button', { name: 'No', exact: true }).click();
      findings['answered, receipt open'] = await axeFindings(page);

      await page.route('**/messages', (route) => route.fulfill({ status: 503, headers: { 'retry-after': '9' } }));
      await ask(page, 'And my PIN?');
      await page.getByRole('alert').getByText('in 9 seconds').waitFor();
      findings.failed = await axeFindings(page);
      await page.unroute('**/messages');

      await page.getByRole('banner').getByRole('button', { name: 'Talk to a person' }).click();
      await page.getByText('What happens next').waitFor();
      await ask(page, 'It was stolen');
      await page.getByText('A person will read this').waitFor();
      findings['waiting for a person'] = await axeFindings(page);

      await page.clock.install();
      await page.reload();
      await ask(page, answeredQuestion);
      await page.getByText('Did this help?').waitFor();
      await page.clock.fastForward(151_000);
      await page.getByRole('dialog').waitFor();
      findings['idle warning'] = await axeFindings(page);

      expect(Object.keys(findings)).toHaveLength(8);
      expect(Object.entries(findings).filter(([, found]) => found.length > 0)).toEqual([]);
    });
  });
}
