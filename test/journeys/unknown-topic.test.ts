import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';

describe('a customer asks what no article answers', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    bank = await givenAppliance();
  });
  afterAll(() => bank.close());

  it('asks back once, and then passes the question to a person', async () => {
    const first = await bank.ask('How do I feed my parrot in winter?');
    expect(first).toMatchObject({ outcome: 'clarifying', handover: null, reply: { mode: 'scripted', citations: [] } });
    const second = await bank.ask('The green one with the long tail', { conversation: first.conversation });
    expect(second.outcome).toBe('handed-over');
    expect(['low-relevance', 'out-of-scope', 'low-confidence', 'low-relevance-on-sensitive-topic']).toContain(
      second.entry.reason,
    );
  });

  it('tells the person what was tried, with the words of the customer', async () => {
    const first = await bank.ask('How do I feed my parrot in winter?');
    const second = await bank.ask('The green one with the long tail', { conversation: first.conversation });
    const handover = await bank.handoverOf(second);
    expect(handover).toMatchObject({ conversation: first.conversation, state: 'waiting', claimedBy: null });
    expect(handover.packet.issue).toContain('The green one with the long tail');
    expect(handover.packet.tried).toContain('How do I feed my parrot in winter?');
    expect(handover.packet.tried).toContain('clarifying');
    expect(handover.rationale).not.toBe('');
  });

  it('answers after asking back when the customer makes it clear', async () => {
    const first = await bank.ask('it does not work the way I thought');
    expect(first.outcome).toBe('clarifying');
    const second = await bank.ask('how do I freeze my card', { conversation: first.conversation });
    expect(second.outcome).toBe('answered');
    expect(second.reply?.citations.map((one) => one.passage)).toContain('freeze-card#1');
  });
});
