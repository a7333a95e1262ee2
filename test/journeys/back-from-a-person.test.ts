import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { expectStatus } from '../support/journey-client.ts';
import { expectReadablePacket } from '../support/journey-packet.ts';

const legal = 'my lawyer says that the transfer fee is wrong';

describe('a conversation that comes back from a person', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    bank = await givenAppliance();
  });
  afterAll(() => bank.close());

  const agent = (method: string, path: string, body?: object) => bank.as('agent').request(method, path, body);

  /** Hands over with these words, and gives the conversation back with a note. */
  async function cameBack(text: string): Promise<{ conversation: string; reference: string }> {
    const turn = await bank.ask(text);
    const reference = turn.handover?.reference ?? '';
    expectReadablePacket(await bank.handoverOf(turn));
    expectStatus(await agent('POST', `/v1/handovers/${reference}/claim`), 200);
    const note = 'Fee explained to Mr Lopez, he will think about it';
    expectStatus(await agent('POST', `/v1/handovers/${reference}/return`, { note }), 200);
    return { conversation: turn.conversation, reference };
  }

  it('asks first when the same words come again, and hands over when they are written once more', async () => {
    const { conversation, reference } = await cameBack(legal);
    const again = await bank.ask(legal, { conversation });
    expect(again).toMatchObject({ outcome: 'clarifying', handover: null });
    expect(again.reply?.text).toMatch(/^A colleague has looked into this with you/u);
    expect(again.entry.decision).toMatchObject({ askedFirst: reference, rules: [{ id: 'legal' }] });
    const insisted = await bank.ask(legal, { conversation });
    expect(insisted).toMatchObject({ outcome: 'handed-over', entry: { reason: 'legal-language' } });
    const packet = await bank.handoverOf(insisted);
    expectReadablePacket(packet, ['Lopez']);
    expect(packet.packet.tried).toMatch(/A colleague noted: “Fee explained to \[NAME_1\], he will think about it”/u);
  });

  it('hands over at once for other words on the same matter', async () => {
    const { conversation } = await cameBack(legal);
    const other = await bank.ask('now I will see you in small claims court over this', { conversation });
    expect(other).toMatchObject({ outcome: 'handed-over', entry: { reason: 'legal-language' } });
    expectReadablePacket(await bank.handoverOf(other));
  });

  it.each([
    ['I want to kill myself', 'safety'],
    ['my account has been hacked', 'security'],
    ['I want to speak to a person please', 'person-requested'],
  ])('never asks first about "%s"', async (text, reason) => {
    const { conversation } = await cameBack(text);
    expect(await bank.ask(text, { conversation })).toMatchObject({ outcome: 'handed-over', entry: { reason } });
  });

  it('answers a calm question of its own matter', async () => {
    const { conversation } = await cameBack(legal);
    expect((await bank.ask('how do I freeze my card', { conversation })).outcome).toBe('answered');
  });

  it('shows the chain from the turn to the resolution, with person, time and note', async () => {
    const turn = await bank.ask('I want to speak to a person please');
    const reference = turn.handover?.reference ?? '';
    bank.clock.advance(60_000);
    await agent('POST', `/v1/handovers/${reference}/claim`, { note: 'I know this customer' });
    bank.clock.advance(60_000);
    const label = {
      assistantWasRight: false,
      because: 'the fee it quoted ended in May',
      correctedReply: 'It costs $12 in the app.',
    };
    await agent('POST', `/v1/handovers/${reference}/resolve`, { resolution: 'Fee explained', ...label });
    const read = await bank.handoverOf(turn);
    const key = 'k_agent_1';
    expect(read.chain).toMatchObject([
      { act: 'handed-over', turn: 1, by: { role: 'kiosk' }, entry: turn.receipt.index },
      { act: 'handover-claimed', by: { role: 'agent', key }, note: 'I know this customer' },
      { act: 'handover-resolved', by: { role: 'agent', key }, note: 'Fee explained' },
    ]);
    const times = read.chain?.map(({ at }) => Date.parse(at)) ?? [];
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 60_000, 120_000]);
    expect(read.resolution).toMatchObject({ kind: 'resolved', by: key, ...label });
    expect(bank.entriesOf(turn.conversation).at(-1)?.entry).toMatchObject({ kind: 'handover-resolved', ...label });
    const done = await agent('GET', '/v1/handovers?state=done');
    expect(done.body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ reference })]) });
  });

  it('has a chain as well where a person took over by themselves', async () => {
    const { conversation } = await bank.ask('what does an international transfer cost?');
    expectStatus(await agent('POST', `/v1/conversations/${conversation}/takeover`, { note: 'Known case' }), 200);
    const list = await agent('GET', '/v1/handovers?state=claimed');
    const { items } = list.body as { items: { reference: string; conversation: string }[] };
    const reference = items.find((one) => one.conversation === conversation)?.reference ?? '';
    const read = await bank.handoverOf({ handover: { reference, queue: 'general', priority: 'normal', position: 1 } });
    expectReadablePacket(read);
    expect(read).toMatchObject({ turn: 1, chain: [{ act: 'takeover', note: 'Known case' }] });
  });

  it('waits in its queue through a kill, with its packet and its place', async () => {
    const turn = await bank.ask('my account has been hacked');
    const before = await bank.handoverOf(turn);
    const survivor = await bank.copyAsAfterKill();
    expect(await survivor.handoverOf(turn)).toEqual(before);
    expect((await survivor.ask('hello?', { conversation: turn.conversation })).outcome).toBe('with-person');
    await survivor.close();
  });

  it('gives the same state again when its stored events are replayed', async () => {
    const { conversation } = await cameBack(legal);
    await bank.ask('how do I freeze my card', { conversation });
    expect(bank.replayed(conversation)).toMatchObject({ state: 'with-assistant', turns: 2 });
  });
});

describe('what is written while a person is waited for', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    bank = await givenAppliance();
  });
  afterAll(() => bank.close());

  it.each([
    ['please hurry, I want to kill myself', 'critical', 'self-harm-or-violence'],
    ['and my lawyer will contact you', 'high', 'legal'],
  ])('moves the handover up for "%s"', async (text, priority, handler) => {
    const first = await bank.ask('I want to speak to a person please');
    const { conversation } = first;
    const held = await bank.ask(text, { conversation });
    expect(held).toMatchObject({ outcome: 'with-person', reply: null });
    expect(held.entry.decision).toMatchObject({
      raised: { reference: first.handover?.reference, from: 'normal', to: priority, handler },
    });
    expect((await bank.handoverOf(first)).priority).toBe(priority);
  });

  it('leaves it where it is for calm words, and never moves it down', async () => {
    const first = await bank.ask('my account has been hacked');
    const held = await bank.ask('thank you, my lawyer will be glad', { conversation: first.conversation });
    expect(held.entry.decision).toMatchObject({ raised: null });
    expect((await bank.handoverOf(first)).priority).toBe('critical');
  });
});
