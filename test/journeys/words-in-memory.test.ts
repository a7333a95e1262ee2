import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';

const article = readFileSync(new URL('../../knowledge/lost-card.md', import.meta.url), 'utf8');
const begun = 'my card is 4111 1111';
const rest = '1111 1111 is the rest';
const asCard = /^\[CARD_\d\] is the rest$/u;

let bank: GivenAppliance;
beforeAll(async () => {
  bank = await givenAppliance({ knowledge: { 'lost-card.md': article } });
});
afterAll(() => bank.close());

/** The rest of the number as it would be masked now. */
async function maskedRest(id: string): Promise<string> {
  const { stages } = bank.appliance;
  const other = await stages.records.findConversation(await bank.start());
  if (other === undefined) throw new Error('The conversation is not there');
  const message = { conversation: { ...other.conversation, id }, text: rest, receivedAt: stages.now() };
  return (await stages.redactMessage(message)).turn.question;
}

describe('the end of a message that is kept in memory', () => {
  it('is what the next message goes on from', async () => {
    const { conversation } = await bank.ask(begun);
    expect(await maskedRest(conversation)).toMatch(asCard);
  });

  it('outlives a button that says nothing', async () => {
    const { conversation } = await bank.ask(begun);
    await bank.askForPerson(conversation);
    const { question } = (await bank.ask(rest, { conversation })).entry;
    expect(question).toMatch(asCard);
  });

  it('is gone once the conversation is closed', async () => {
    const { conversation } = await bank.ask(begun);
    const closed = await bank.as('kiosk').request('POST', `/v1/conversations/${conversation}/close`);
    expect(closed.status).toBe(200);
    expect(await maskedRest(conversation)).not.toMatch(asCard);
  });

  it('is gone once its customer is erased', async () => {
    const conversation = await bank.start({ customer: { ref: 'ada@example.org' } });
    await bank.ask(begun, { conversation });
    expect((await bank.as('admin').request('DELETE', '/v1/subjects/ada%40example.org')).status).toBe(200);
    expect(await maskedRest(conversation)).not.toMatch(asCard);
  });
});
