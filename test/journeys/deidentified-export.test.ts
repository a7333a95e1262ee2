import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFieldBoxes } from '../../src/adapters/sqlite/field-boxes.ts';
import { type DeidentifyReport, deidentifyConversations } from '../../src/compose-deidentify.ts';
import { publishIntentCounts } from '../../src/compose-releases.ts';
import { parseLines } from '../../src/evaluation/parse-lines.ts';
import { labelledLine } from '../../src/evaluation/suites/evaluate-intent.ts';
import type { TokenClassifier } from '../../src/models/token-classifier.ts';
import { createTextClassification } from '../../src/redaction/classify-text.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { expectStatus } from '../support/journey-client.ts';
import { findTraces } from '../support/journey-traces.ts';
import { ScriptedTagger } from '../support/scripted-tagger.ts';

const card = '4111 1111 1111 1111';
const email = 'rosalind.quimby@example.org';
const article = readFileSync(new URL('../../knowledge/lost-card.md', import.meta.url), 'utf8');
const DAY_MS = 86_400_000;

let bank: GivenAppliance;
let files = 0;
beforeAll(async () => {
  bank = await givenAppliance({ knowledge: { 'lost-card.md': article } });
});
afterAll(() => bank.close());

const consent = async (conversation: string, granted: boolean, purpose = 'improve-service') =>
  expectStatus(
    await bank.as('kiosk').request('POST', `/v1/conversations/${conversation}/consent`, { purpose, granted }),
    200,
  );
const settings = (classifier?: TokenClassifier) => ({
  policy: bank.appliance.stages.policy(),
  classify: classifier && createTextClassification(classifier),
  now: bank.clock.now,
});

async function exported(
  wish: { purpose?: string; format?: 'conversation' | 'intent' | 'pii'; except?: string[] } = {},
  classifier?: TokenClassifier,
) {
  files += 1;
  const out = join(bank.data, '..', `export-${files}.jsonl`);
  const defaults = { purpose: 'improve-service', format: 'conversation' as const, except: [] };
  const report: DeidentifyReport = await deidentifyConversations(bank.appliance.store, settings(classifier), {
    ...defaults,
    ...wish,
    out,
  });
  return { report, out, text: readFileSync(out, 'utf8') };
}

describe('a de-identified export', () => {
  it('is not made for nobody, for a purpose that lets nothing leave, or for none', async () => {
    await bank.ask(`I lost my card ${card}`);
    await expect(exported()).rejects.toMatchObject({ code: 'no-basis' });
    await expect(exported({ purpose: 'remember-me' })).rejects.toMatchObject({ code: 'purpose-not-for-export' });
    await expect(exported({ purpose: 'support' })).rejects.toMatchObject({ code: 'purpose-not-for-export' });
    await expect(exported({ purpose: 'nothing' })).rejects.toMatchObject({ code: 'purpose-unknown' });
  });

  it('holds those who agreed alone, with invented values in place of theirs', async () => {
    const agreed = await bank.start();
    await consent(agreed, true);
    await bank.ask(`I lost my card ${card}, write to ${email}`, { conversation: agreed });
    await bank.ask(`the card was ${card}`, { conversation: agreed });
    const { report, out, text } = await exported();
    expect(report).toMatchObject({ conversations: 1, lines: 1 });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const { id, turns } = JSON.parse(text) as { id: string; turns: { from: string; text: string }[] };
    expect([id, turns[0]?.from]).toEqual(['d1', 'customer']);
    expect(turns[0]?.text).toMatch(
      /^I lost my card 9999 \d{4} \d{4} \d{4}, write to [a-z]+\.[a-z]+@example\.(?:org|com|net)$/u,
    );
    expect(turns.filter((turn) => turn.from === 'customer')[1]?.text).toBe(
      `the card was ${/9999[\d ]+\d/u.exec(turns[0]?.text ?? '')?.[0]}`,
    );
    expect(text).not.toContain(agreed);
    for (const value of [card, email]) expect(findTraces(new Map([['export', Buffer.from(text)]]), value)).toEqual([]);
    const acts = bank.appliance.store.database
      .prepare("SELECT count(*) FROM log_entries WHERE kind = 'admin-act' AND entry LIKE '%deidentified-export%'")
      .pluck();
    expect(acts.get()).toBe(1);
  });

  it('gives other values every time, and lines that evaluation reads', async () => {
    const [first, second] = [await exported({ format: 'pii' }), await exported({ format: 'pii' })];
    expect(first.text).not.toBe(second.text);
    const intents = await exported({ format: 'intent' });
    const lines = parseLines({ fileName: intents.out, text: intents.text, schema: labelledLine });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines[0]).toMatchObject({ id: 'd1-1', label: 'lost-card' });
  });

  it('ends with the consent, and covers nothing from before it', async () => {
    const ref = { customer: { ref: 'sven', verified: true } };
    const before = await bank.start(ref, 'admin');
    await bank.ask('I lost my card, said before', { conversation: before, as: 'admin' });
    bank.clock.advance(DAY_MS);
    const during = await bank.start(ref, 'admin');
    await bank
      .as('admin')
      .request('POST', `/v1/conversations/${during}/consent`, { purpose: 'improve-service', granted: true });
    bank.clock.advance(DAY_MS);
    const after = await bank.start(ref, 'admin');
    await bank.ask('I lost my card, said after', { conversation: after, as: 'admin' });
    const { text } = await exported();
    expect(text).toContain('said after');
    expect(text).not.toContain('said before');
    await bank
      .as('admin')
      .request('POST', `/v1/conversations/${after}/consent`, { purpose: 'improve-service', granted: false });
    expect((await exported()).text).not.toContain('said after');
  });

  it('is stopped by one finding, which is named by its place, and leaves no file', async () => {
    const conversation = await bank.start();
    await consent(conversation, true);
    await bank.ask('I lost my card', { conversation });
    // What a recogniser of that day did not know.
    const late = 'call me on +1 415 867 5309';
    const { database, keys, records } = bank.appliance.store;
    const subject = (await records.findConversation(conversation))?.conversation.subject ?? '';
    const place = { subject, field: 'turns.question', row: [conversation, 1] } as const;
    const box = createFieldBoxes(keys).closeText(place, late);
    database.prepare('UPDATE turns SET question = ? WHERE conversation = ?').run(box, conversation);
    const error: unknown = await exported().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'export-finding',
      message: expect.stringContaining(`${conversation} line 1: PHONE`),
    });
    expect(String(error)).not.toContain('867');
    expect(existsSync(join(bank.data, '..', `export-${files}.jsonl`))).toBe(false);
    expect((await exported({ except: [conversation] })).text).not.toContain('867');
  });
});

const tagger = () => new ScriptedTagger({ stphon: 'NAME', acme: 'ORGANIZATION', france: 'PLACE', '42': 'AGE' });
const agreedWith = async (...messages: readonly string[]): Promise<string> => {
  const conversation = await bank.start();
  await consent(conversation, true);
  for (const message of messages) await bank.ask(message, { conversation });
  return conversation;
};
const restartWith = async (classifier: TokenClassifier | null): Promise<void> => {
  await bank.close();
  bank = await givenAppliance({ knowledge: { 'lost-card.md': article }, classifier });
};

describe('an export the names model reads', () => {
  it.each([
    ['a name', 'I am stphon, I lost my card', 'NAME'],
    ['an age', 'I am 42 and lost my card', 'AGE'],
  ])('is stopped by %s that rules do not find', async (_what, message, type) => {
    await restartWith(null);
    const conversation = await agreedWith(message);
    await expect(exported({}, tagger())).rejects.toMatchObject({
      code: 'export-finding',
      message: expect.stringContaining(`${conversation} line 1: ${type} (model:names)`),
    });
  });

  it('leaves readable what policy keeps, and invents the rest', async () => {
    await restartWith(tagger());
    await agreedWith('I am stphon, lost my card at acme in france');
    const { report, text } = await exported({}, tagger());
    expect(report).toMatchObject({ conversations: 1, leftOut: 0, kept: ['ORGANIZATION', 'PLACE', 'TITLE'] });
    expect(text).toMatch(/I am [a-z]+, lost my card at acme in france/u);
    expect(text).not.toContain('stphon');
  });

  it('leaves out and counts what was redacted while the model was down', async () => {
    const classifier = tagger();
    await restartWith(classifier);
    await agreedWith('I lost my card');
    classifier.failNext('engine-down');
    await agreedWith('I am stphon');
    const { report, text } = await exported({}, tagger());
    expect(report).toMatchObject({ conversations: 1, leftOut: 1 });
    expect(text).not.toContain('stphon');
  });

  it('says so where nothing is left', async () => {
    const classifier = tagger();
    await restartWith(classifier);
    classifier.failNext('engine-down');
    await agreedWith('I am stphon');
    await expect(exported({}, tagger())).rejects.toMatchObject({ code: 'redaction-incomplete' });
  });

  it('is not made while the model cannot be asked', async () => {
    const classifier = tagger();
    await restartWith(classifier);
    await agreedWith('I lost my card');
    const down = tagger();
    down.failNext('engine-down');
    await expect(exported({}, down)).rejects.toMatchObject({ code: 'recogniser-failed' });
  });
});

describe('counts that leave the appliance', () => {
  it('are told with noise, the small ones not at all, and the same when asked again', async () => {
    const period = { from: new Date('2026-01-01'), until: new Date('2027-12-01') };
    const tell = (name: string) => publishIntentCounts(bank.appliance.store, settings(), { name, ...period });
    const first = await tell('2026');
    expect(first.counts).toHaveLength(bank.appliance.stages.policy().files.intents.intents.length);
    expect(await tell('2026')).toEqual(first);
    for (const name of ['b', 'c', 'd', 'e', 'f']) await tell(name);
    await expect(tell('g')).rejects.toMatchObject({ code: 'budget-spent' });
  });
});
