import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { sentencesOf } from '../support/journey-events.ts';

describe('a call that comes again under its Idempotency-Key', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    bank = await givenAppliance();
  });
  afterAll(() => bank.close());

  const turnsOf = (conversation: string) =>
    bank.entriesOf(conversation).filter(({ entry }) => entry.kind === 'turn').length;

  it('gets the first answer, and happens once', async () => {
    const options = { conversation: await bank.start(), idempotencyKey: 'message-1' };
    const first = await bank.ask('I have lost my card 4111 1111 1111 1111', options);
    bank.clock.advance(3_600_000);
    const second = await bank.ask('I have lost my card 4111 1111 1111 1111', options);
    expect(second).toEqual(first);
    expect(turnsOf(options.conversation)).toBe(1);
  });

  it('is refused with another body, and nothing happens', async () => {
    const options = { conversation: await bank.start(), idempotencyKey: 'message-2' };
    await bank.ask('I have lost my card', options);
    const path = `/v1/conversations/${options.conversation}/messages`;
    const other = await bank
      .as('kiosk')
      .request('POST', path, { text: 'how do I freeze my card' }, { 'idempotency-key': 'message-2' });
    expect([other.status, other.code]).toEqual([422, 'idempotency-mismatch']);
    expect(turnsOf(options.conversation)).toBe(1);
  });

  it('happens once when both come at the same time', async () => {
    const options = { conversation: await bank.start(), idempotencyKey: 'message-3' };
    const [first, second] = await Promise.all([
      bank.ask('I have lost my card', options),
      bank.ask('I have lost my card', options),
    ]);
    expect(second).toEqual(first);
    expect(turnsOf(options.conversation)).toBe(1);
  });

  it('is told as a stream like the first, sentence by sentence', async () => {
    const options = { conversation: await bank.start(), idempotencyKey: 'message-4', stream: true };
    const first = await bank.ask('I have lost my card', options);
    const second = await bank.ask('I have lost my card', options);
    expect(sentencesOf(second.events)).toEqual(sentencesOf(first.events));
    expect(second.receipt).toEqual(first.receipt);
  });

  it('is remembered after a restart', async () => {
    const options = { conversation: await bank.start(), idempotencyKey: 'message-5' };
    const first = await bank.ask('I have lost my card', options);
    await bank.restart();
    expect(await bank.ask('I have lost my card', options)).toEqual(first);
    expect(turnsOf(options.conversation)).toBe(1);
  });

  it('belongs to the key that made it: another kiosk has keys of its own', async () => {
    const mine = { conversation: await bank.start(), idempotencyKey: 'message-6' };
    const theirs = { ...mine, as: 'other-kiosk', conversation: await bank.start({}, 'other-kiosk') } as const;
    const first = await bank.ask('I have lost my card', mine);
    const second = await bank.ask('how do I freeze my card', theirs);
    expect(second.receipt.index).not.toBe(first.receipt.index);
  });

  it('opens one conversation, hands over once, claims once, rates once', async () => {
    const kiosk = bank.as('kiosk');
    const twice = async (holder: 'kiosk' | 'agent', path: string, body: object) => {
      const headers = { 'idempotency-key': `twice-${path.length}-${path.slice(-9)}` };
      const first = await bank.as(holder).request('POST', path, body, headers);
      const second = await bank.as(holder).request('POST', path, body, headers);
      expect([second.status, second.body]).toEqual([first.status, first.body]);
      return first.body as { id: string; handover: { reference: string } };
    };
    const { id } = await twice('kiosk', '/v1/conversations', {});
    const { handover } = await twice('kiosk', `/v1/conversations/${id}/handover`, {});
    await twice('agent', `/v1/handovers/${handover.reference}/claim`, {});
    await twice('agent', `/v1/conversations/${id}/replies`, { text: 'Hello, this is Robin.' });
    await twice('agent', `/v1/handovers/${handover.reference}/resolve`, { resolution: 'Done' });
    await twice('kiosk', `/v1/conversations/${id}/feedback`, { csat: 5 });
    await twice('kiosk', `/v1/conversations/${id}/close`, {});
    expect(bank.entriesOf(id).map(({ entry }) => entry.kind)).toEqual([
      'conversation-started',
      'turn',
      'handover-claimed',
      'person-replied',
      'handover-resolved',
      'feedback-given',
      'conversation-closed',
    ]);
    expect((await kiosk.request('GET', `/v1/conversations/${id}`)).body).toMatchObject({ state: 'closed' });
  });
});
