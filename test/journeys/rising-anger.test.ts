import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';

describe('a customer who gets angrier', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    bank = await givenAppliance();
  });
  afterAll(() => bank.close());

  it('is handed over by the third turn, with the mood in the packet', async () => {
    const first = await bank.ask('what does an international transfer cost?');
    expect(first.outcome).toBe('answered');
    const { conversation } = first;
    const second = await bank.ask('that is ridiculous, what does an international transfer cost at a branch?', {
      conversation,
    });
    expect(second.outcome).toBe('answered');
    expect(second.reply?.text).toMatch(/^I can see this has been a nuisance/u);
    const third = await bank.ask('You are the worst bank, I am furious about this transfer!', { conversation });
    expect(third).toMatchObject({ outcome: 'handed-over', turn: 3, handover: { priority: 'high' } });
    expect(third.entry.reason).toBe('sentiment-degradation');
    const { packet } = await bank.handoverOf(third);
    expect(packet.tone).toContain('Mood angry, trend falling');
    expect(packet.tried).toContain('answered');
  });

  it('is handed over at the second turn when calm turns to fury', async () => {
    const first = await bank.ask('what does an international transfer cost?');
    const second = await bank.ask('how dare you charge that, I am furious', { conversation: first.conversation });
    expect(second.entry).toMatchObject({
      reason: 'sentiment-degradation',
      decision: { rules: [{ id: 'anger-rising' }] },
    });
  });

  it('is not kept going round in circles: the fourth turn on one matter goes to a person', async () => {
    const first = await bank.ask('what does an international transfer cost?');
    const { conversation } = first;
    for (const text of ['and how long does that take?', 'and what does it cost at a branch?']) {
      expect((await bank.ask(text, { conversation })).outcome).toBe('answered');
    }
    const fourth = await bank.ask('and can I follow it in the app?', { conversation });
    expect(fourth.entry).toMatchObject({ turn: 4, reason: 'turn-limit' });
  });
});
