import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';

/** A field of an answer's body, which is `unknown` until somebody looks. */
function itemsOf(body: unknown): readonly { reference: string; conversation: string; state: string; reason: string }[] {
  return (body as { items: { reference: string; conversation: string; state: string; reason: string }[] }).items;
}

describe('a colleague takes a conversation the assistant has', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    bank = await givenAppliance();
  });
  afterAll(() => bank.close());

  const handoversOf = async (conversation: string) => {
    const { body } = await bank.as('agent').request('GET', '/v1/handovers?state=claimed');
    return itemsOf(body).filter((one) => one.conversation === conversation);
  };

  it.each(['takeover', 'replies'])('can give it back after %s', async (act) => {
    const id = await bank.start();
    await bank.ask('How much is an international transfer?', { conversation: id });
    const body = act === 'replies' ? { text: 'I will look after this myself.' } : undefined;
    await bank.as('agent').request('POST', `/v1/conversations/${id}/${act}`, body);

    const held = await handoversOf(id);
    expect(held).toMatchObject([{ state: 'claimed', reason: 'taken-over' }]);

    const returned = await bank
      .as('agent')
      .request('POST', `/v1/handovers/${held[0]?.reference}/return`, { note: 'done' });
    expect(returned.status).toBe(200);
    expect((await bank.ask('I lost my card', { conversation: id })).outcome).not.toBe('with-person');
  });
});
