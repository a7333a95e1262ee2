import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { StoryGenerator } from '../support/journey-engines.ts';
import { sentencesOf } from '../support/journey-events.ts';
import { findTraces } from '../support/journey-traces.ts';

/** One value for each thing a customer does, so that a trace names the way it leaked by. */
const planted = {
  card: '4111111111111111',
  cardWithSpaces: '5555 5555 5555 4444',
  cardInTwoMessages: ['4012 8888', '8888 1881'],
  iban: 'DE89 3704 0044 0532 0130 00',
  email: 'rosalind.quimby@example.org',
  phone: '+1 202 555 0187',
  inNote: 'GB29 NWBK 6016 1331 9268 19',
  inFeedback: 'quentin.blackwood@example.net',
  inPersonReply: '3782 822463 10005',
  inReturnNote: '+1 202 555 0163',
  inResolution: 'FR14 2004 1010 0505 0001 3M02 606',
  reference: 'customer-ref-77123-violet',
} as const;

describe('personal data a customer types', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    // One article: every file is searched for every spelling of every value, and vectors only make it slow.
    const article = readFileSync(new URL('../../knowledge/lost-card.md', import.meta.url), 'utf8');
    bank = await givenAppliance({ knowledge: { 'lost-card.md': article } });
  });
  afterAll(() => bank.close());

  it('stands as placeholders on the record, each value under one name', async () => {
    const conversation = await bank.start({ customer: { ref: planted.reference } });
    const first = await bank.ask(`I lost my card ${planted.card}, what now?`, { conversation });
    const second = await bank.ask(`My IBAN is ${planted.iban} and my card was ${planted.card}`, { conversation });
    expect(first.entry.question).toMatch(/I lost my card \[([A-Z_]+)_1\], what now/u);
    expect(second.entry.question).toContain('[IBAN_1]');
    const name = /\[[A-Z_]+_1\]/u.exec(first.entry.question)?.[0] ?? '';
    expect(second.entry.question).toContain(name);
    expect(second.entry.entityTypes).toHaveLength(2);
  });

  it('does not keep a question from being answered', async () => {
    const turn = await bank.ask(`I have lost my card ${planted.cardWithSpaces}`);
    expect(turn.outcome).toBe('answered');
    expect(turn.reply?.text).not.toContain('5555');
  });

  it('is in no file of the data folder, however it was handed in', async () => {
    const conversation = await bank.start({ customer: { ref: planted.reference } });
    await bank.ask(`write to ${planted.email} or call ${planted.phone}`, { conversation, idempotencyKey: 'once' });
    for (const half of planted.cardInTwoMessages) await bank.ask(`my card is ${half}`, { conversation });
    const turn = await bank.askForPerson(conversation, `my account is ${planted.inNote}`);
    if (turn.handover === null) await bank.as('agent').request('POST', `/v1/conversations/${conversation}/takeover`);
    const agent = bank.as('agent');
    const opened = (await agent.request('GET', '/v1/handovers?state=waiting')).body as {
      items: { reference: string; conversation: string }[];
    };
    const reference = opened.items.find((one) => one.conversation === conversation)?.reference;
    const text = `Is ${planted.inPersonReply} your other card?`;
    const answers = [
      await agent.request('POST', `/v1/conversations/${conversation}/replies`, { text }),
      await agent.request('POST', `/v1/handovers/${reference}/return`, { note: `call ${planted.inReturnNote}` }),
    ];
    const second = await bank.askForPerson(conversation);
    answers.push(
      await agent.request('POST', `/v1/handovers/${second.handover?.reference}/resolve`, {
        resolution: `paid to ${planted.inResolution}`,
        correctedReply: `We have paid ${planted.inResolution}`,
      }),
      await bank.as('kiosk').request('POST', `/v1/conversations/${conversation}/feedback`, {
        csat: 4,
        comment: `write to ${planted.inFeedback}`,
      }),
    );
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 201]);

    const files = bank.filesUnderData();
    expect([...files.keys()]).toContain('confidant.db-wal');
    // What is found: names of things. What was redacted is under keys all the same.
    expect(findTraces(files, conversation)).not.toEqual([]);
    expect(findTraces(files, 'write to [EMAIL_1]')).toEqual([]);
    for (const value of Object.values(planted).flat()) expect(findTraces(files, value)).toEqual([]);
  });

  it('is not in the files of a closed appliance either', async () => {
    await bank.restart();
    const files = bank.filesUnderData();
    expect(findTraces(files, '[IBAN_1]')).not.toEqual([]);
    for (const value of Object.values(planted).flat()) expect(findTraces(files, value)).toEqual([]);
  });
});

describe('a reply that speaks of what the customer wrote', () => {
  it('gives customers their own words, and the record and the prompt the placeholder', async () => {
    const generator = new StoryGenerator(
      'Report the lost card [CARD_1] on 0800 555 0142. Reporting a lost or stolen card cancels that card for good.',
    );
    const bank = await givenAppliance({ generator, composes: true });
    const turn = await bank.ask(`I lost my card ${planted.card}`, { stream: true });
    const { transcript } = await bank.conversation(turn.conversation);
    await bank.close();
    expect(generator.prompts[0]?.user).toContain('I lost my card [CARD_1]');
    expect(turn.entry).toMatchObject({ mode: 'composed', question: 'I lost my card [CARD_1]' });
    expect(turn.entry.reply).toContain('the lost card [CARD_1] on');
    expect(turn.reply?.text).toContain(planted.card);
    expect(transcript.map((line) => line.text)).toEqual(['I lost my card [CARD_1]', turn.reply?.text]);
    expect(sentencesOf(turn.events).join(' ')).toBe(turn.reply?.text);
  });
});
