import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { packetWords } from '../support/journey-packet.ts';

describe('a message that belongs to a person', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    bank = await givenAppliance();
  });
  afterAll(() => bank.close());

  it.each([
    ['I want to speak to a person please', 'person-requested', 'general', 'normal'],
    ['I would like to talk to a human', 'person-requested', 'general', 'normal'],
    ['My lawyer will contact you about this fee', 'legal-language', 'complaints', 'high'],
    [
      'Thank you so much for your kind help, the app is lovely, and my lawyer will be in touch',
      'legal-language',
      'complaints',
      'high',
    ],
    ['my account has been hacked', 'security', 'fraud', 'critical'],
    ['I want to kill myself', 'safety', 'general', 'critical'],
  ])('hands over "%s" as %s', async (text, reason, queue, priority) => {
    const turn = await bank.ask(text);
    expect(turn).toMatchObject({ outcome: 'handed-over', handover: { queue, priority }, reply: { mode: 'scripted' } });
    expect(turn.handover).not.toHaveProperty('reason');
    expect(turn.entry.reason).toBe(reason);
    const handover = await bank.handoverOf(turn);
    expect(handover).toMatchObject({ reason, queue, priority, state: 'waiting' });
    expect((await bank.conversation(turn.conversation)).state).toBe('waiting-for-person');
  });

  it('names the rule that fired, with its file and line', async () => {
    const turn = await bank.ask('I will see you in small claims court');
    const { rationale } = await bank.handoverOf(turn);
    expect(rationale).toMatch(/^legal \(\S*sensitive\.yaml:\d+:\d+\)$/u);
    expect(turn.entry.decision).toMatchObject({ rules: [{ stage: 'before', id: 'legal' }] });
  });

  it('writes a packet that is taken in within twenty seconds', async () => {
    const wordy = `My lawyer will contact you. ${'I have been a customer for many years and this is new to me. '.repeat(30)}`;
    const handover = await bank.handoverOf(await bank.ask(wordy));
    expect(handover.headline.split(/\s+/u).length).toBeLessThanOrEqual(25);
    expect(packetWords(handover)).toBeLessThanOrEqual(200);
    for (const part of Object.values(handover.packet)) expect(part).not.toBe('');
  });

  it('hands over at the button, with the note as the words of the customer', async () => {
    const conversation = await bank.start();
    const turn = await bank.askForPerson(conversation, 'I would rather talk about my mortgage');
    expect(turn).toMatchObject({ outcome: 'handed-over', turn: 1 });
    expect(turn.entry).toMatchObject({ reason: 'person-requested', question: 'I would rather talk about my mortgage' });
    expect((await bank.handoverOf(turn)).packet.issue).toContain('my mortgage');
  });

  it('puts the more urgent first in a queue, and tells each their place', async () => {
    const items = await bank.as('agent').request('GET', '/v1/handovers?state=waiting');
    const { items: waiting } = items.body as { items: { priority: string }[] };
    const order = ['critical', 'high', 'normal', 'low'];
    const ranks = waiting.map((one) => order.indexOf(one.priority));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    const one = await bank.ask('my account has been hacked');
    const two = await bank.ask('someone has taken over my account');
    expect((two.handover?.position ?? 0) - (one.handover?.position ?? 0)).toBe(1);
  });
});

describe('billing questions of an enterprise', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    bank = await givenAppliance();
  });
  afterAll(() => bank.close());

  it('go to the account team unanswered, whatever the articles say', async () => {
    const conversation = await bank.start({ customer: { ref: 'enterprise-17', tier: 'enterprise' } });
    const turn = await bank.ask('there is a mistake on our business invoice', { conversation });
    expect(turn).toMatchObject({ outcome: 'handed-over', handover: { queue: 'enterprise', priority: 'high' } });
    expect(turn.entry).toMatchObject({ reason: 'policy-tier', decision: { rules: [{ id: 'enterprise-billing' }] } });
    expect((await bank.handoverOf(turn)).packet.customer).toContain('Tier enterprise, not verified, first contact');
  });

  it('are answered for a customer of the standard tier', async () => {
    const turn = await bank.ask('there is a mistake on our business invoice');
    expect(turn.outcome).toBe('answered');
    expect(turn.reply?.citations[0]?.passage).toMatch(/^business-billing#/u);
  });

  it('count an earlier conversation of the same customer', async () => {
    const conversation = await bank.start({ customer: { ref: 'enterprise-17', tier: 'enterprise' } });
    const turn = await bank.ask('I want to speak to a person please', { conversation });
    expect(turn.handover?.queue).toBe('enterprise');
    expect((await bank.handoverOf(turn)).packet.customer).toContain('1 earlier contacts');
  });

  it('are believed to be verified from staff alone', async () => {
    const customer = { ref: 'enterprise-18', tier: 'enterprise', verified: true };
    const atKiosk = await bank.start({ customer });
    const byAdmin = await bank.start({ customer }, 'admin');
    const verified = [atKiosk, byAdmin].map((id) => bank.entriesOf(id)[0]?.entry);
    expect(verified).toMatchObject([{ verified: false }, { verified: true }]);
  });
});
