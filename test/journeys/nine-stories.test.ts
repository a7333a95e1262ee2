import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { expectStatus } from '../support/journey-client.ts';
import { StoryGenerator } from '../support/journey-engines.ts';

/** Outcome, reason, packet and explanation of what support desks are judged by. Bursts have a file of their own. */
let bank: GivenAppliance;

describe('customers of the sample bank', () => {
  beforeAll(async () => {
    bank = await givenAppliance();
  });
  afterAll(() => bank.close());

  it('get angry, and reach a person before the next answer', async () => {
    const { conversation } = await bank.ask('what does an international transfer cost?');
    await bank.ask('this is ridiculous, what does an international transfer cost at a branch?', { conversation });
    const turn = await bank.ask('I am FURIOUS, this is the worst service I have ever had!!!', { conversation });
    expect(turn).toMatchObject({
      outcome: 'handed-over',
      handover: { priority: 'high' },
      entry: {
        reason: 'sentiment-degradation',
        decision: { rules: expect.arrayContaining([expect.objectContaining({ id: 'anger-rising', stage: 'before' })]) },
      },
    });
    const { headline, packet, rationale } = await bank.handoverOf(turn);
    expect(headline).toMatch(/mood getting worse.*Mood: angry\.$/u);
    expect(packet.tone).toMatch(/^Mood angry, trend falling/u);
    expect(packet.next).toMatch(/^Acknowledge the trouble first/u);
    expect(packet.tried).toMatch(/“what does an international transfer cost\?” → answered/u);
    expect(rationale).toMatch(/anger-rising \(\S*escalation\.yaml:\d+:\d+\)/u);
  });

  it('ask how we compare, and hear about our own prices alone', async () => {
    const turn = await bank.ask('is your bank better than another bank?');
    expect(turn).toMatchObject({ outcome: 'answered', handover: null, reply: { mode: 'scripted', citations: [] } });
    expect(turn.reply?.text).toMatch(/our own accounts and prices/u);
    const seen = await bank
      .as('agent')
      .request('POST', '/v1/triage', { text: 'is your bank better than another bank?' });
    expect(seen.body).toMatchObject({
      topic: { id: 'competitor-comparison', at: expect.stringMatching(/content\.yaml:\d+:\d+$/u) },
    });
  });

  it('follow up, and are read together with what they asked before', async () => {
    const { conversation } = await bank.ask('what does an international transfer cost?');
    const turn = await bank.ask('and how long does that take?', { conversation });
    expect(turn).toMatchObject({ outcome: 'answered', turn: 2, reply: { mode: 'quoted' } });
    expect(turn.reply?.text).toContain('1 to 4 working days');
    expect(turn.entry.decision).toMatchObject({
      signals: { issueTurns: 2 },
      escalation: [{ kind: 'go-on' }, { kind: 'go-on' }],
    });
  });

  it('refuse to say who they are, and reach a person who can help without it', async () => {
    const { conversation } = await bank.ask('how do I see my balance?');
    const turn = await bank.ask('I will not tell you who I am', { conversation });
    expect(turn).toMatchObject({
      outcome: 'handed-over',
      handover: { queue: 'accounts', priority: 'normal' },
      entry: {
        reason: 'sensitive-topic',
        decision: { rules: [{ id: 'refuses-identification', stage: 'before' }], passages: [] },
      },
    });
    expect(turn.reply?.text).toMatch(/^You do not have to identify yourself to me\./u);
    const { packet } = await bank.handoverOf(turn);
    expect(packet).toMatchObject({ customer: expect.stringContaining('not verified') });
    expect(packet.tried).toContain('“how do I see my balance?” →');
  });
});

const disputes = {
  'disputes.md': `---
title: Disputes with a shop
collection: bank
topic: cards
updated: 2026-10-01
---

## Dispute a charge

To dispute a charge with a shop, choose Dispute a charge in the app within 120 days of the charge.
`,
};

describe('a dispute of a bill', () => {
  beforeAll(async () => {
    bank = await givenAppliance({ knowledge: disputes });
  });
  afterAll(() => bank.close());

  it('of $500.00 is answered from the article: the threshold itself is not above it', async () => {
    const turn = await bank.ask('I want to dispute a charge of $500.00');
    expect(turn).toMatchObject({ outcome: 'answered', handover: null, reply: { mode: 'quoted' } });
    expect(turn.entry.decision).toMatchObject({ rules: [], signals: { amount: 500, disputeThreshold: 500 } });
  });

  it.each([
    {
      tier: 'standard',
      amount: '$500.01',
      reason: 'sensitive-topic',
      queue: 'payments',
      rule: 'dispute-over-threshold',
    },
    { tier: 'enterprise', amount: '$500.00', reason: 'policy-tier', queue: 'enterprise', rule: 'enterprise-billing' },
    { tier: 'enterprise', amount: '$500.01', reason: 'policy-tier', queue: 'enterprise', rule: 'enterprise-billing' },
  ])('of $amount is for people where the tier is $tier: $reason', async ({ tier, amount, reason, queue, rule }) => {
    const conversation = await bank.start({ customer: { ref: `customer-${tier}-${amount}`, tier } });
    const turn = await bank.ask(`I want to dispute a charge of ${amount}`, { conversation });
    expect(turn).toMatchObject({
      outcome: 'handed-over',
      handover: { queue, priority: 'high' },
      entry: { reason, decision: { rules: expect.arrayContaining([expect.objectContaining({ id: rule })]) } },
    });
    const { packet, rationale } = await bank.handoverOf(turn);
    expect(packet.customer).toContain(`Tier ${tier}`);
    expect(packet.issue).toContain(amount);
    expect(rationale).toContain(`${rule} (`);
  });
});

const fees = (updated: string) => `---
title: Disputes and their fee
collection: bank
topic: pricing
updated: ${updated}
volatile: true
---

## Fee of a dispute

To dispute a charge with a shop costs $15. A dispute of a charge takes up to 30 days.
`;

describe('a price that has aged', () => {
  it('is checked by a person before anybody relies on it', async () => {
    bank = await givenAppliance({ knowledge: { 'dispute-fee.md': fees('2026-06-01') } });
    const turn = await bank.ask('what does it cost to dispute a charge with a shop?');
    expect(turn).toMatchObject({
      outcome: 'handed-over',
      reply: { mode: 'scripted' },
      entry: { reason: 'stale-knowledge', decision: { rules: [{ id: 'stale-on-sensitive', stage: 'after' }] } },
    });
    expect(turn.reply?.text).not.toContain('$15');
    const { packet } = await bank.handoverOf(turn);
    expect(packet.knowledge).toMatch(/Disputes and their fee \(fit \d+ %, 173 days old, STALE\)/u);
    expect(packet.next).toMatch(/^Check that the article still holds/u);
    await bank.close();
  });
});

const delivery = {
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
const told = 'Express delivery of a replacement card costs $15.';

describe('what the text model makes up', () => {
  it.each([
    ['an invented price', 'Express delivery of a replacement card costs $25.', 'ungrounded-specifics'],
    ['a false promise', 'We will refund you the $15 for express delivery.', 'commitment'],
  ])('is never said: %s falls back to the article', async (_, invented, check) => {
    bank = await givenAppliance({ knowledge: delivery, generator: new StoryGenerator(invented), composes: true });
    const turn = await bank.ask(question, { stream: true });
    expect(turn).toMatchObject({ outcome: 'answered', reply: { mode: 'quoted' } });
    expect(JSON.stringify([turn.reply, turn.events])).not.toContain(invented);
    expect(turn.entry.decision).toMatchObject({
      drafts: [
        { mode: 'composed', accepted: false, findings: expect.arrayContaining([expect.objectContaining({ check })]) },
        { mode: 'quoted', accepted: true },
      ],
    });
    await bank.close();
  });

  it.each([
    ['an invented price', 'It costs $99 on Sundays.', 'ungrounded-specifics'],
    ['a false promise', 'We will refund you the $15 tomorrow.', 'commitment'],
  ])('ends with a person once something was told: %s', async (_, invented, check) => {
    const generator = new StoryGenerator(`${told} ${invented}`);
    bank = await givenAppliance({ knowledge: delivery, generator, composes: true });
    const turn = await bank.ask(question, { stream: true });
    expect(turn).toMatchObject({
      outcome: 'handed-over',
      entry: { reason: 'draft-rejected', decision: { rules: [{ id: 'draft-rejected', stage: 'after' }] } },
    });
    expect(JSON.stringify([turn.reply, turn.events])).not.toContain(invented);
    const { packet } = await bank.handoverOf(turn);
    expect(packet.tried).toContain(`Draft rejected: ${check}`);
    expect(packet.next).toMatch(/^Write the answer yourself/u);
    await bank.close();
  });

  it.each([
    ['no text at all', ''],
    ['JSON of its own', '{"reply": "free of charge", "confidence": 0.99}'],
    ['half of a JSON object', '{"reply": "Express delivery'],
    ['prose that is no answer', 'As an AI language model I had a lovely day. <b>Sure!</b> ```json'],
  ])('is no answer where it is junk: %s', async (_, junk) => {
    bank = await givenAppliance({ knowledge: delivery, generator: new StoryGenerator(junk), composes: true });
    const turn = await bank.ask(question, { stream: true });
    expect(turn).toMatchObject({ outcome: 'answered', reply: { mode: 'quoted' } });
    expect(turn.reply?.text).toContain('$15');
    expect(turn.entry.decision).toMatchObject({ drafts: [{ mode: 'composed', accepted: false }, { mode: 'quoted' }] });
    await bank.close();
  });
});

describe('what the appliance is not made for', () => {
  it('is passed on: a language it does not speak, named in the packet', async () => {
    bank = await givenAppliance();
    const turn = await bank.ask(
      'Ich habe meine Karte verloren und möchte sie sofort sperren lassen, bitte helfen Sie mir',
    );
    expect(turn).toMatchObject({ outcome: 'handed-over', entry: { reason: 'unsupported-language' } });
    expect((await bank.handoverOf(turn)).packet.tone).toContain('Writes in de');
    await bank.close();
  });

  it('is passed on: an empty knowledge base finds nothing, asks once, and hands over', async () => {
    bank = await givenAppliance({ knowledge: {} });
    const first = await bank.ask('what does express delivery of a card cost?');
    expect(first).toMatchObject({ outcome: 'clarifying', entry: { decision: { passages: [] } } });
    const turn = await bank.ask('express delivery of my new card', { conversation: first.conversation });
    expect(turn).toMatchObject({ outcome: 'handed-over', entry: { reason: 'low-relevance' } });
    expect((await bank.handoverOf(turn)).packet.knowledge).toBe('Nothing was looked up or found.');
    await bank.close();
  });

  it('is told when people are back, outside their hours, and how long it takes within them', async () => {
    bank = await givenAppliance({ now: '2026-11-22T03:00:00.000Z' });
    const night = await bank.ask('I want to speak to a person please');
    expect(night.reply?.text).toMatch(/Our team is back on Monday 08:00\.$/u);
    const danger = await bank.ask('I want to kill myself');
    expect(danger.reply?.text).toMatch(/usually answers within 2 minutes\.$/u);
    bank.clock.advance(36 * 3_600_000);
    const day = await bank.ask('I want to speak to a person please');
    expect(day.reply?.text).toMatch(/usually answers within 15 minutes\.$/u);
    expectStatus(await bank.as('agent').request('GET', '/v1/handovers?state=waiting'), 200);
    await bank.close();
  });
});
