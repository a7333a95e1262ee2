import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';

let bank: GivenAppliance;
beforeAll(async () => {
  bank = await givenAppliance();
});
afterAll(() => bank.close());

const kiosk = (method: string, path: string, body?: object) => bank.as('kiosk').request(method, path, body);

describe('a conversation that is closed', () => {
  it('takes no more messages, and can still be read', async () => {
    const { conversation } = await bank.ask('I have lost my card');
    expect((await kiosk('POST', `/v1/conversations/${conversation}/close`)).body).toEqual({
      id: conversation,
      state: 'closed',
    });
    const later = [
      await kiosk('POST', `/v1/conversations/${conversation}/messages`, { text: 'one more thing' }),
      await kiosk('POST', `/v1/conversations/${conversation}/handover`),
      await kiosk('POST', `/v1/conversations/${conversation}/close`),
      await bank.as('agent').request('POST', `/v1/conversations/${conversation}/replies`, { text: 'Hello' }),
      await bank.as('agent').request('POST', `/v1/conversations/${conversation}/takeover`),
    ];
    expect(later.map((one) => [one.status, one.code])).toEqual(later.map(() => [409, 'conversation-closed']));
    expect((await bank.conversation(conversation)).transcript).toHaveLength(2);
    expect(bank.entriesOf(conversation).at(-1)?.entry.kind).toBe('conversation-closed');
  });

  it('leaves no handover waiting', async () => {
    const turn = await bank.ask('I want to speak to a person please');
    await kiosk('POST', `/v1/conversations/${turn.conversation}/close`);
    expect((await bank.handoverOf(turn)).state).toBe('done');
  });
});

describe('feedback', () => {
  it('is on the record with who had the conversation, its comment masked', async () => {
    const { conversation } = await bank.ask('I have lost my card');
    const given = await kiosk('POST', `/v1/conversations/${conversation}/feedback`, {
      csat: 5,
      resolved: true,
      comment: 'Write to me at rosalind.quimby@example.org',
    });
    expect(given.status).toBe(201);
    expect(bank.entriesOf(conversation).at(-1)?.entry).toMatchObject({
      kind: 'feedback-given',
      csat: 5,
      resolved: true,
      comment: 'Write to me at [EMAIL_1]',
    });
    const stored = bank.appliance.store.database
      .prepare<[string], { path: string }>('SELECT path FROM feedback WHERE conversation = ?')
      .get(conversation);
    expect(stored?.path).toBe('assistant');
  });

  it('that the matter is solved starts the next one afresh', async () => {
    const { conversation } = await bank.ask('what does an international transfer cost?');
    await kiosk('POST', `/v1/conversations/${conversation}/feedback`, { resolved: true });
    const leaning = await bank.ask('and how long does that take?', { conversation });
    expect(leaning).toMatchObject({ outcome: 'clarifying', turn: 2 });
  });

  it('can still be given when the conversation is closed', async () => {
    const { conversation } = await bank.ask('I have lost my card');
    await kiosk('POST', `/v1/conversations/${conversation}/close`);
    expect((await kiosk('POST', `/v1/conversations/${conversation}/feedback`, { csat: 2 })).status).toBe(201);
  });
});

describe('a conversation of another kiosk', () => {
  it('answers exactly like one that does not exist', async () => {
    const { conversation } = await bank.ask('I have lost my card');
    const calls = [
      ['GET', ''],
      ['POST', '/messages', { text: 'hello' }],
      ['POST', '/handover'],
      ['POST', '/feedback', { csat: 1 }],
      ['POST', '/close'],
    ] as const;
    const before = bank.appliance.store.log.size;
    for (const [method, rest, body] of calls) {
      const [foreign, missing] = await Promise.all(
        [conversation, 'c_01JD3V6Q5WX7E8R9T0YABCDEFG'].map((id) =>
          bank.as('other-kiosk').request(method, `/v1/conversations/${id}${rest}`, body),
        ),
      );
      expect([rest, foreign?.status, withoutId(foreign?.body)]).toEqual([rest, 404, withoutId(missing?.body)]);
    }
    expect(bank.appliance.store.log.size).toBe(before);
    expect((await bank.conversation(conversation)).transcript).toHaveLength(2);
  });

  it('is readable for staff, with placeholders', async () => {
    const { conversation } = await bank.ask('I have lost my card 4111 1111 1111 1111');
    const { transcript } = await bank.conversation(conversation, 'agent');
    expect(transcript[0]?.text).toBe('I have lost my card [CARD_1]');
  });
});

function withoutId(body: unknown): object {
  return { ...(body as object), requestId: '' };
}

describe('a conversation about a collection', () => {
  it('is refused where no such collection is, and nothing is on the record', async () => {
    const before = bank.appliance.store.log.size;
    const refused = await kiosk('POST', '/v1/conversations', { collection: 'bnak' });
    expect([refused.status, refused.code]).toEqual([400, 'collection-unknown']);
    expect(bank.appliance.store.log.size).toBe(before);
    expect((await kiosk('POST', '/v1/conversations', { collection: 'bank' })).status).toBe(201);
  });
});
