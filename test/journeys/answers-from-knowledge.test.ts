import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { sentencesOf } from '../support/journey-events.ts';
import { verifyWholeLog } from '../support/journey-proof.ts';

describe('a customer asks what an article answers', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    bank = await givenAppliance();
  });
  afterAll(() => bank.close());

  it('answers a lost card out of its article, with a citation and a receipt', async () => {
    const turn = await bank.ask('I have lost my card');
    expect(turn).toMatchObject({ outcome: 'answered', turn: 1, handover: null, reply: { mode: 'quoted' } });
    const [citation] = turn.reply?.citations ?? [];
    const article = bank.appliance.store.database
      .prepare<[string], { body: string }>('SELECT body FROM passages WHERE id = ?')
      .get(citation?.passage ?? '');
    expect(citation).toMatchObject({ title: 'Lost or stolen cards', updated: '2026-10-01' });
    expect(article?.body).toContain(citation?.quote);
    expect(turn.reply?.text).toContain(citation?.quote.split('. ')[0]);
    expect(turn.entry).toMatchObject({ actor: { role: 'kiosk' }, mode: 'quoted', entityTypes: [] });
  });

  it('quotes without a text model, and says so to whoever asks how it is', async () => {
    const { body } = await bank.as('agent').request('GET', '/readyz');
    expect(body).toMatchObject({ ready: true, parts: { 'text-engine': { state: 'absent', detail: 'quoting' } } });
    const turn = await bank.ask('how do I change my PIN');
    expect(turn).toMatchObject({ outcome: 'answered', reply: { mode: 'quoted' } });
    expect(turn.entry.versions).not.toHaveProperty('textModel');
  });

  it('names the very amount of the article for a fee', async () => {
    const turn = await bank.ask('what does an international transfer cost in the app?');
    const amount = /costs (\$\d+) in the app/u.exec(
      bank.appliance.store.database
        .prepare<[], string>("SELECT source FROM document_versions WHERE document = 'international-transfers'")
        .pluck()
        .get() ?? '',
    )?.[1];
    expect(turn.outcome).toBe('answered');
    expect(amount).toBe('$12');
    expect(turn.reply?.text).toContain(`costs ${amount} in the app`);
  });

  it('reads "and how long does that take?" together with the question before it', async () => {
    const first = await bank.ask('what does an international transfer cost?');
    const second = await bank.ask('and how long does that take?', { conversation: first.conversation });
    expect(second).toMatchObject({ outcome: 'answered', turn: 2 });
    expect(second.reply?.citations.map((one) => one.passage)).toContain('international-transfers#2');
    expect(second.reply?.text).toContain('1 to 4 working days');
  });

  it('gives nothing to a question that leans on nothing', async () => {
    const turn = await bank.ask('and how long does that take?');
    expect(turn.outcome).toBe('clarifying');
  });

  it('tells its stages and sentences in order, and then the very turn that is on the record', async () => {
    const turn = await bank.ask('I have lost my card', { stream: true });
    expect(turn.events.map((one) => one.event).join(' ')).toMatch(/^(stage )+(sentence )+turn$/u);
    const stages = turn.events.filter((one) => one.event === 'stage').map((one) => one.data.stage);
    expect(stages.slice(0, 5)).toEqual(['redact', 'recall', 'triage', 'decideBefore', 'retrieve']);
    expect(sentencesOf(turn.events).join(' ')).toBe(turn.reply?.text);
  });

  it('answers a greeting with words of policy', async () => {
    const turn = await bank.ask('hello');
    expect(turn).toMatchObject({ outcome: 'answered', reply: { mode: 'scripted', citations: [] } });
  });

  it('keeps a transcript of both sides, and a log an auditor can verify', async () => {
    const { conversation, receipt } = await bank.ask('is a replacement card free');
    const { transcript, state, version } = await bank.conversation(conversation);
    expect({ state, version }).toEqual({ state: 'with-assistant', version: 3 });
    expect(transcript.map(({ from, turn }) => ({ from, turn }))).toEqual([
      { from: 'customer', turn: 1 },
      { from: 'assistant', turn: 1 },
    ]);
    expect(transcript[1]?.receipt).toEqual({ index: receipt.index, leaf: receipt.leaf });
    expect(bank.entriesOf(conversation).map(({ entry }) => entry.kind)).toEqual(['conversation-started', 'turn']);
    const verification = verifyWholeLog(bank.appliance.store);
    expect(verification).toMatchObject({ ok: true, entries: bank.appliance.store.log.size });
  });
});
