import { afterEach, describe, expect, it } from 'vitest';
import { type ApplianceStory, type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { StoryEmbedder, StoryGenerator } from '../support/journey-engines.ts';
import { sentencesOf } from '../support/journey-events.ts';

const article = {
  'replacement.md': `---
title: Replacement cards
collection: bank
updated: 2026-10-01
---

## Express delivery

Express delivery of a replacement card costs $15. Express delivery of a replacement card takes 2 working days. Standard delivery of a replacement card is free.
`,
};

let bank: GivenAppliance;
afterEach(() => bank.close());

async function given(story: ApplianceStory): Promise<GivenAppliance> {
  bank = await givenAppliance({ knowledge: article, ...story });
  return bank;
}

describe('an embedder that dies in the middle of a turn', () => {
  it('costs that turn its answer, never its person, and the next turn nothing', async () => {
    const embedder = new StoryEmbedder();
    await given({ embedder });
    embedder.failNext('engine-down');
    const turn = await bank.ask('what does express delivery of a replacement card cost?');
    expect(turn).toMatchObject({ outcome: 'handed-over', reply: { mode: 'scripted', citations: [] } });
    expect(turn.entry).toMatchObject({ reason: 'appliance-fault', decision: { fault: 'engine-down' } });
    expect(await bank.handoverOf(turn)).toMatchObject({ reason: 'appliance-fault', rationale: 'fault engine-down' });
    const next = await bank.ask('what does express delivery of a replacement card cost?');
    expect(next).toMatchObject({ outcome: 'answered', reply: { mode: 'quoted' } });
  });

  it('does not keep a legal threat from the complaints team', async () => {
    const embedder = new StoryEmbedder();
    await given({ embedder });
    embedder.failNext('engine-down');
    const turn = await bank.ask('my lawyer will contact you');
    expect(turn).toMatchObject({ handover: { queue: 'complaints', priority: 'high' } });
    expect(turn.entry).toMatchObject({ reason: 'legal-language', decision: { fault: null } });
  });
});

describe('an appliance without its embedding model', () => {
  it('starts, says that it is degraded, hands over, and still hears words that must not be missed', async () => {
    await given({ embedder: null });
    expect((await bank.as('agent').request('GET', '/readyz')).body).toMatchObject({
      ready: true,
      state: 'degraded',
      parts: { 'encoder-engine': { state: 'down', detail: 'handing-over' } },
    });
    expect(bank.appliance.warnings.join(' ')).toContain('model-missing');
    const turn = await bank.ask('what does express delivery of a replacement card cost?');
    expect(turn.entry).toMatchObject({ reason: 'appliance-fault', decision: { fault: 'model-missing' } });
    const legal = await bank.ask('my lawyer will contact you');
    expect(legal).toMatchObject({ outcome: 'handed-over', handover: { queue: 'complaints' } });
    expect((await bank.ask('I want to speak to a person please')).entry.reason).toBe('person-requested');
  });

  it('answers as soon as it is started with one', async () => {
    await given({ embedder: null });
    const turn = await bank.ask('what does express delivery of a replacement card cost?');
    expect(turn.outcome).toBe('handed-over');
    await bank.restart({ embedder: new StoryEmbedder() });
    const next = await bank.ask('what does express delivery of a replacement card cost?');
    expect(next).toMatchObject({ outcome: 'answered' });
    expect(next.reply?.text).toContain('$15');
  });
});

describe('a text model that dies', () => {
  it('before its first sentence leaves the answer to the article', async () => {
    const generator = new StoryGenerator('Express delivery of a replacement card costs $15.');
    generator.dieAt(/delivery/u);
    await given({ generator, composes: true });
    const turn = await bank.ask('what does express delivery of a replacement card cost?', { stream: true });
    expect(turn).toMatchObject({ outcome: 'answered', reply: { mode: 'quoted' } });
    expect(sentencesOf(turn.events).join(' ')).toBe(turn.reply?.text);
  });

  it('after a sentence was told hands over, with what was told on the record', async () => {
    const said = 'Express delivery of a replacement card costs $15.';
    const generator = new StoryGenerator(`${said} Express delivery of a replacement card takes 2 working days.`);
    generator.dieAt(/takes/u);
    await given({ generator, composes: true });
    const turn = await bank.ask('what does express delivery of a replacement card cost?', { stream: true });
    expect(turn.entry).toMatchObject({ reason: 'appliance-fault', decision: { fault: 'engine-down' } });
    expect(turn.entry.reply?.startsWith(said)).toBe(true);
    expect(turn.reply?.text).toContain('technical problem');
    expect(sentencesOf(turn.events).join(' ')).toBe(turn.reply?.text);
  });
});
