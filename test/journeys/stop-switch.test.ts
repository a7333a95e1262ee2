import { afterEach, describe, expect, it } from 'vitest';
import { type ApplianceStory, type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { StoryEmbedder, StoryGenerator } from '../support/journey-engines.ts';

const knowledge = {
  'replacement.md': `---
title: Replacement cards
collection: bank
updated: 2026-10-01
---

## Express delivery

Express delivery of a replacement card costs $15. Express delivery of a replacement card takes 2 working days.
`,
};
const question = 'what does express delivery of a replacement card cost?';
/** What the switch promises. */
const WITHIN_MS = 1_000;

let bank: GivenAppliance;
afterEach(() => bank.close());

async function given(story: ApplianceStory = {}): Promise<void> {
  bank = await givenAppliance({ knowledge, ...story });
}

const press = (which: 'stop' | 'resume', as: 'admin' | 'agent' | 'kiosk' = 'admin') =>
  bank.as(as).request('POST', `/v1/${which}`);

describe('the stop switch', () => {
  it('sends every conversation to people within a second, those under way too', async () => {
    await given();
    const { conversation } = await bank.ask(question);
    const pressed = performance.now();
    expect((await press('stop', 'agent')).body).toEqual({ state: 'stopped' });
    const [underWay, fresh] = await Promise.all([bank.ask(question, { conversation }), bank.ask(question)]);
    expect(performance.now() - pressed).toBeLessThan(WITHIN_MS);
    expect([underWay.entry.reason, fresh.entry.reason]).toEqual(['stopped', 'stopped']);
    expect((await bank.handoverOf(fresh)).packet.next).toContain('the assistant is switched off');
    const { body } = await bank.as('agent').request('GET', '/readyz');
    expect(body).toMatchObject({ state: 'degraded', parts: { 'stop-switch': { state: 'on' } } });
  });

  it('lets danger and law reach the people who are there for them', async () => {
    await given();
    await press('stop');
    expect(await bank.ask('I want to kill myself')).toMatchObject({ handover: { priority: 'critical' } });
    expect(await bank.ask('my lawyer will contact you')).toMatchObject({ handover: { queue: 'complaints' } });
  });

  it('stays on after a restart, until somebody who may lets the assistant speak again', async () => {
    await given();
    await press('stop');
    await bank.restart();
    expect((await bank.ask(question)).entry.reason).toBe('stopped');
    expect((await press('resume', 'agent')).code).toBe('not-found');
    expect((await press('resume')).body).toEqual({ state: 'running' });
    expect((await bank.ask(question)).outcome).toBe('answered');
    await bank.restart();
    expect((await bank.ask(question)).outcome).toBe('answered');
    const kinds = [...bank.appliance.store.log.entries(0)].map(({ entry }) => entry.kind);
    expect(kinds.filter((kind) => kind === 'stop' || kind === 'resume')).toEqual(['stop', 'resume']);
  });

  it('is out of reach of a kiosk', async () => {
    await given();
    expect((await press('stop', 'kiosk')).code).toBe('not-found');
    expect((await bank.ask(question)).outcome).toBe('answered');
  });

  it('reaches a turn that is waiting for its engine', async () => {
    const embedder = new StoryEmbedder();
    await given({ embedder });
    const held = embedder.holdNext();
    const asked = bank.ask(question);
    await held.reached;
    await press('stop');
    held.release();
    expect((await asked).entry).toMatchObject({ outcome: 'handed-over', reason: 'stopped' });
  });

  it('silences a reply between two sentences', async () => {
    const costs = 'Express delivery of a replacement card costs $15.';
    const generator = new StoryGenerator(`${costs} It takes 2 working days.`);
    await given({ generator, composes: true });
    const held = generator.holdAt(/takes 2/u);
    const asked = bank.ask(question, { stream: true });
    await held.reached;
    await press('stop');
    held.release();
    const turn = await asked;
    expect(turn.entry).toMatchObject({ outcome: 'handed-over', reason: 'stopped' });
    expect(turn.reply?.text.startsWith(costs)).toBe(true);
    expect(JSON.stringify(turn.events)).not.toContain('2 working days');
  });
});
