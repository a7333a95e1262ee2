import { afterEach, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { expectStatus } from '../support/journey-client.ts';
import { StoryGenerator } from '../support/journey-engines.ts';
import { findTraces } from '../support/journey-traces.ts';

/** A name no recogniser can know: what redaction misses must not lie about in clear either. */
const names = {
  question: 'Zyxwvut-Quorble',
  note: 'Bryxal-Umtwist',
  comment: 'Glorbin-Fazzlet',
  replyOfPerson: 'Quandle-Vorpix',
  claimed: 'Wembrix-Ondaloo',
  returned: 'Drumfel-Izqwary',
  resolution: 'Plonker-Yggdrax',
  because: 'Snorfle-Hexamund',
  corrected: 'Trundle-Jaxivor',
} as const;

const article = `---
title: Replacement cards
updated: 2026-10-01
---

# Replacement cards

Express delivery of a replacement card costs $15. Express delivery takes 2 days.
`;

let bank: GivenAppliance;
afterEach(() => bank.close());

/** Everything anybody can write, or be told, in a conversation and about it. Answers its id. */
async function tellEverything(): Promise<string> {
  const agent = bank.as('agent');
  const post = async (path: string, body: object) => expectStatus(await agent.request('POST', path, body), 200);
  const text = `What does express delivery of a replacement card cost, asks ${names.question}?`;
  const { conversation } = await bank.ask(text, { idempotencyKey: 'message-1' });
  const feedback = { csat: 2, comment: `${names.comment} was unhappy` };
  expectStatus(await bank.as('kiosk').request('POST', `/v1/conversations/${conversation}/feedback`, feedback), 201);
  const first = await bank.askForPerson(conversation, `for ${names.note}`);
  const handover = `/v1/handovers/${first.handover?.reference}`;
  await post(`${handover}/claim`, { note: names.claimed });
  await post(`/v1/conversations/${conversation}/replies`, { text: `Hello ${names.replyOfPerson}` });
  await post(`${handover}/return`, { note: `All is told to ${names.returned}` });
  const second = await bank.askForPerson(conversation);
  await post(`/v1/handovers/${second.handover?.reference}/resolve`, {
    resolution: `${names.resolution} has the money`,
    assistantWasRight: false,
    because: `of ${names.because}`,
    correctedReply: `It costs $15, ${names.corrected}`,
  });
  return conversation;
}

function findNames(): readonly string[] {
  const files = bank.filesUnderData();
  return Object.values(names).flatMap((name) => findTraces(files, name).map(({ file }) => `${name} in ${file}`));
}

describe('words nobody recognised as personal', () => {
  it('stand in no file of the data folder, open, after a kill and closed', async () => {
    bank = await givenAppliance({ knowledge: { 'replacement.md': article } });
    const conversation = await tellEverything();
    expect(findNames()).toEqual([]);
    const copy = await bank.copyAsAfterKill();
    expect(JSON.stringify(await copy.conversation(conversation))).toContain(names.question);
    await copy.close();
    const found: string[] = [];
    await bank.restart({ between: () => found.push(...findNames()) });
    expect(found).toEqual([]);
    expect([...bank.filesUnderData().keys()]).toContain('confidant.db');
  });

  it('are found by the same search where they do stand in clear', async () => {
    bank = await givenAppliance({ knowledge: { 'replacement.md': article } });
    bank.appliance.store.database
      .prepare('INSERT INTO policy_snapshots (hash, at, texts) VALUES (?, ?, ?)')
      .run('planted', '2026-11-21T09:00:00.000Z', JSON.stringify(names.question));
    expect(findNames()).toEqual([`${names.question} in confidant.db-wal`]);
  });

  it('stand in no file while a reply is being streamed', async () => {
    const sentence = 'Express delivery of a replacement card costs $15.';
    const generator = new StoryGenerator(`${sentence} It takes 2 days.`);
    bank = await givenAppliance({ knowledge: { 'replacement.md': article }, generator, composes: true });
    const conversation = await bank.start();
    const held = generator.holdAt(/takes 2/u);
    const asking = bank.ask(`what does express delivery of a replacement card cost, ${names.question}?`, {
      conversation,
      stream: true,
    });
    const open = () => bank.appliance.store.database.prepare('SELECT count(*) FROM open_turns').pluck().get();
    await expect.poll(open).toBe(1);
    expect(findNames()).toEqual([]);
    expect([...bank.filesUnderData().values()].some((bytes) => bytes.includes(`["${sentence}`))).toBe(false);
    held.release();
    await asking;
  });

  it('are read back by those who may, with the log, and checked against what was committed to', async () => {
    bank = await givenAppliance({ knowledge: { 'replacement.md': article } });
    const conversation = await tellEverything();
    const said = JSON.stringify(bank.entriesOf(conversation).map(({ entry }) => entry));
    const spoken = Object.values(names);
    expect(spoken.filter((name) => !said.includes(name))).toEqual([]);
    const sealed = JSON.stringify(bank.entriesOf(conversation).map((one) => one.sealed));
    expect(spoken.filter((name) => sealed.includes(name))).toEqual([]);
    const { body } = await bank.as('auditor').request('GET', `/v1/audit/entries?conversation=${conversation}`);
    expect(JSON.stringify(body)).toContain(names.resolution);
  });

  it('are gone with the key of their subject, and the log still verifies', async () => {
    bank = await givenAppliance({ knowledge: { 'replacement.md': article } });
    const conversation = await tellEverything();
    const { store } = bank.appliance;
    const stored = await store.records.findConversation(conversation);
    store.keys.destroyKey(stored?.conversation.subject ?? '');
    const read = [
      await bank.as('auditor').request('GET', `/v1/audit/entries?conversation=${conversation}`),
      await bank.as('agent').request('GET', `/v1/conversations/${conversation}`),
      await bank.as('agent').request('GET', '/v1/handovers'),
    ].map((answer) => expectStatus(answer, 200).text);
    expect(Object.values(names).filter((name) => read.join().includes(name))).toEqual([]);
    for (const one of read) expect(one).toContain('erased');
    expect(bank.entriesOf(conversation).flatMap(({ texts }) => Object.values(texts).map(({ state }) => state))).toEqual(
      expect.arrayContaining(['erased']),
    );
    const turn = bank.entriesOf(conversation).find(({ entry }) => entry.kind === 'turn');
    expect(turn?.entry).toMatchObject({ question: '[erased]', decision: { erased: true }, outcome: 'answered' });
    // A repeat of an erased call is neither answered nor done a second time.
    const again = await bank
      .as('kiosk')
      .request(
        'POST',
        `/v1/conversations/${conversation}/messages`,
        { text: `What does express delivery of a replacement card cost, asks ${names.question}?` },
        { 'idempotency-key': 'message-1' },
      );
    expect(again.code).toBe('not-found');
  });
});
