import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';

/** Least side of anything a finger has to hit, in CSS pixels. */
const leastTouch = 48;

/** Types a message and sends it, once the conversation is open. */
export async function ask(page: Page, text: string): Promise<void> {
  await page.getByRole('region', { name: 'Before you start' }).waitFor();
  await page.getByLabel('Your message').fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** What is seen of the conversation, without the lines only a screen reader gets. */
export function threadOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Conversation' });
}

/** Presses Tab until the control with this name has the focus. */
export async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>(
      "document.activeElement.matches('body, [tabindex=\"-1\"]') ? '' : document.activeElement.ariaLabel ?? document.activeElement.textContent",
    );
    if (focused.includes(name)) return;
    passed.push(focused.slice(0, 30));
  }
  throw new Error(`Tab never reaches "${name}": ${passed.join(' | ')}`);
}

/** Controls too small for a finger, and content wider than the screen. */
export async function touchFindings(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  if (overflow > 0) found.push(`content is ${overflow} pixels too wide`);
  for (const control of await page.locator('button:visible, textarea:visible, input:visible').all()) {
    const { width, height } = (await control.boundingBox()) ?? { width: 0, height: 0 };
    if (Math.min(width, height) < leastTouch) found.push(`"${await control.textContent()}" is ${width} x ${height}`);
  }
  return found;
}

/** Which of these buttons are pressed, in their order. */
export async function pressed(buttons: Locator): Promise<readonly boolean[]> {
  const states = (await buttons.all()).map((button) => button.getAttribute('aria-pressed'));
  return (await Promise.all(states)).map((state) => state === 'true');
}

/** Size, colours and weight of everything a selector finds: equal where nothing stands out. */
export async function looksOf(page: Page, selector: string): Promise<readonly string[]> {
  const look = `({ color, backgroundColor, borderColor, fontWeight, width, height }) =>
    [color, backgroundColor, borderColor, fontWeight, width, height].join()`;
  return await page.evaluate<string[]>(
    `Array.from(document.querySelectorAll('${selector}'), (one) => (${look})(getComputedStyle(one)))`,
  );
}

/** Breaches of WCAG 2.1 A and AA that axe can see. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}
