import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { expectStatus } from '../support/journey-client.ts';

describe('a conversation that a person holds', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    bank = await givenAppliance();
  });
  afterAll(() => bank.close());

  /** A conversation about a transfer that was handed over, and the reference it waits under. */
  async function handedOver(): Promise<{ conversation: string; reference: string }> {
    const { conversation } = await bank.ask('what does an international transfer cost?');
    const turn = await bank.ask('I want to speak to a person please', { conversation });
    return { conversation, reference: turn.handover?.reference ?? '' };
  }

  const agent = (method: string, path: string, body?: object) => bank.as('agent').request(method, path, body);

  it('gets no word from the assistant, waiting or claimed', async () => {
    const { conversation, reference } = await handedOver();
    const waiting = await bank.ask('how do I freeze my card', { conversation });
    expect(waiting).toMatchObject({ outcome: 'with-person', reply: null, handover: null });
    expectStatus(await agent('POST', `/v1/handovers/${reference}/claim`), 200);
    const claimed = await bank.ask('how do I freeze my card', { conversation, stream: true });
    expect(claimed).toMatchObject({ outcome: 'with-person', reply: null });
    expect(claimed.events.filter((one) => one.event === 'sentence')).toEqual([]);
    expect((await bank.conversation(conversation)).transcript.map((line) => line.from)).toEqual([
      'customer',
      'assistant',
      'customer',
      'assistant',
      'customer',
      'customer',
    ]);
  });

  it('answers again once it is given back, and remembers nothing from before', async () => {
    const { conversation, reference } = await handedOver();
    expectStatus(await agent('POST', `/v1/handovers/${reference}/claim`), 200);
    const back = await agent('POST', `/v1/handovers/${reference}/return`, { note: 'All about the transfer is said' });
    expect(back.body).toMatchObject({ state: 'done', claimedBy: 'k_agent_1' });
    const leaning = await bank.ask('and how long does that take?', { conversation });
    expect(leaning.outcome).toBe('clarifying');
    expect(JSON.stringify(leaning.reply)).not.toContain('transfer');
    const next = await bank.ask('how do I freeze my card', { conversation });
    expect(next).toMatchObject({ outcome: 'answered', turn: 4 });
    expect(next.entry.decision).toMatchObject({ signals: { issueTurns: 2 } });
  });

  it('shows what the person wrote, in its place and with its entry', async () => {
    const { conversation, reference } = await handedOver();
    bank.clock.advance(60_000);
    const replied = await agent('POST', `/v1/conversations/${conversation}/replies`, { text: 'Hello, this is Robin.' });
    expect(replied.body).toMatchObject({ state: 'with-person' });
    const { transcript } = await bank.conversation(conversation);
    expect(transcript.at(-1)).toMatchObject({ from: 'person', text: 'Hello, this is Robin.', outcome: null });
    const entry = bank.entriesOf(conversation).at(-1);
    expect(entry?.entry).toMatchObject({ text: 'Hello, this is [NAME_1].' });
    expect((await bank.conversation(conversation, 'agent')).transcript.at(-1)?.text).toBe('Hello, this is [NAME_1].');
    expect(entry?.entry).toMatchObject({ kind: 'person-replied', actor: { role: 'agent', key: 'k_agent_1' } });
    expect(transcript.at(-1)?.receipt).toEqual({ index: entry?.index, leaf: entry?.leaf });
    // The first word took the conversation; whoever claims the handover afterwards can still do so.
    expect((await agent('POST', `/v1/handovers/${reference}/claim`)).body).toMatchObject({ state: 'claimed' });
  });

  it('is resolved with what the person found out about the assistant', async () => {
    const { conversation, reference } = await handedOver();
    const body = { resolution: 'Fee explained', assistantWasRight: false, correctedReply: 'It costs $12 in the app.' };
    expect((await agent('POST', `/v1/handovers/${reference}/resolve`, body)).body).toMatchObject({ state: 'done' });
    expect(bank.entriesOf(conversation).at(-1)?.entry).toMatchObject({ kind: 'handover-resolved', ...body });
    expect((await bank.conversation(conversation)).state).toBe('with-assistant');
    const again = [
      await agent('POST', `/v1/handovers/${reference}/claim`),
      await agent('POST', `/v1/handovers/${reference}/return`, { note: 'Once more' }),
      await agent('POST', `/v1/handovers/${reference}/resolve`, body),
    ];
    expect(again.map((one) => one.code)).toEqual(Array.from({ length: 3 }, () => 'not-allowed-now'));
  });

  it('is claimed by one person alone', async () => {
    const { reference } = await handedOver();
    const both = await Promise.all(
      (['agent', 'reviewer'] as const).map((who) => bank.as(who).request('POST', `/v1/handovers/${reference}/claim`)),
    );
    expect(both.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(both.find((one) => one.status === 409)?.code).toBe('not-allowed-now');
  });

  it('can be taken over before anybody handed it over', async () => {
    const { conversation } = await bank.ask('what does an international transfer cost?');
    expect((await agent('POST', `/v1/conversations/${conversation}/takeover`)).body).toMatchObject({
      state: 'with-person',
    });
    expect((await bank.ask('and how long does that take?', { conversation })).outcome).toBe('with-person');
    expect(bank.entriesOf(conversation).map(({ entry }) => entry.kind)).toEqual([
      'conversation-started',
      'turn',
      'takeover',
      'turn',
    ]);
  });

  it('cannot be moved by a kiosk', async () => {
    const { conversation, reference } = await handedOver();
    const kiosk = bank.as('kiosk');
    const answers = [
      await kiosk.request('POST', `/v1/handovers/${reference}/claim`),
      await kiosk.request('POST', `/v1/conversations/${conversation}/replies`, { text: 'I am staff' }),
      await kiosk.request('POST', `/v1/conversations/${conversation}/takeover`),
      await kiosk.request('GET', `/v1/handovers/${reference}`),
    ];
    expect(answers.map((one) => one.code)).toEqual(Array.from({ length: 4 }, () => 'not-found'));
  });
});
