import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ada, givenActingBank, latestCode } from '../support/given-actions.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { desk, givenMemory } from '../support/given-memory.ts';
import { StoryEmbedder } from '../support/journey-engines.ts';
import { verifyWholeLog } from '../support/journey-proof.ts';

const DAY_MS = 86_400_000;
const german = ['Ich habe leider meine Karte verloren', 'Wie kann ich denn eine neue Karte bestellen?'];
const article = readFileSync(new URL('../../knowledge/lost-card.md', import.meta.url), 'utf8');

let bank: GivenAppliance;
const embedder = new StoryEmbedder();
const memory = givenMemory(() => bank);
beforeAll(async () => {
  const policies = { 'scope.yaml': (shipped: string) => shipped.replace(/^languages: .*$/mu, 'languages: [en, de]') };
  bank = await givenAppliance({ embedder, knowledge: { 'lost-card.md': article }, policies });
});
afterAll(() => bank.close());

const say = async (conversation: string, ...texts: readonly string[]) => {
  let last = await bank.ask(texts[0] ?? '', { as: desk, conversation });
  for (const text of texts.slice(1)) last = await bank.ask(text, { as: desk, conversation });
  return last;
};

async function remembered(ref: string, ...texts: readonly string[]): Promise<string> {
  const conversation = await memory.startVerified(ref);
  await memory.consent(conversation, 'remember-me', true);
  await say(conversation, ...texts);
  return conversation;
}

const kindsOf = (entries: ReturnType<GivenAppliance['entriesOf']>) => entries.map(({ entry }) => entry.kind);

describe('what is remembered of a customer', () => {
  it('is nothing until they agree', async () => {
    const conversation = await memory.startVerified('quiet');
    await say(conversation, ...german);
    await bank.askForPerson(conversation).catch(() => undefined);
    expect(await memory.facts(conversation)).toEqual([]);
    expect(memory.rows('memory_facts')).toEqual([]);
  });

  it('is small facts with purpose, source and expiry, each on the record', async () => {
    const conversation = await remembered('rosa', ...german);
    const facts = await memory.facts(conversation);
    const source = { conversation, turn: 2 };
    expect(facts.map(({ kind }) => kind)).toEqual(['preferred-channel', 'preferred-language', 'open-issue']);
    expect(facts[0]).toMatchObject({ value: 'kiosk', purpose: 'remember-me' });
    expect(facts[1]).toMatchObject({ value: 'de', purpose: 'remember-me', source });
    const inDays = (days: number) => new Date(bank.clock.now().getTime() + days * DAY_MS).toISOString();
    expect(facts.map((fact) => fact.expires)).toEqual([inDays(365), inDays(365), inDays(90)]);
    const entries = bank.entriesOf(conversation);
    expect(kindsOf(entries)).toEqual(
      expect.arrayContaining(['consent', 'memory-written', 'memory-written', 'memory-read']),
    );
    expect(JSON.stringify(entries.filter(({ entry }) => entry.kind !== 'turn'))).not.toContain('preferred');
  });

  it('is kept in boxes that tell not even the kind', () => {
    const rows = memory.rows('memory_facts');
    expect(rows.length).toBeGreaterThan(0);
    for (const { box, ...clear } of rows) {
      expect(Buffer.isBuffer(box)).toBe(true);
      expect(JSON.stringify(clear)).not.toMatch(/language|channel|kiosk/u);
      expect(String(box)).not.toMatch(/language|channel|kiosk/u);
    }
  });

  it('is known in their next conversation, also where a message is too short to tell a language by', async () => {
    await remembered('berta', ...german);
    const next = await memory.startVerified('berta');
    const turn = await bank.ask('Karte weg', { as: desk, conversation: next });
    expect(turn.triage).toMatchObject({ language: 'de' });
    expect(turn.entry.decision).toMatchObject({
      memory: { read: expect.arrayContaining([expect.stringMatching(/^m_/u)]) },
    });
    expect((await say(await memory.startVerified('stranger'), 'Karte weg')).triage).toMatchObject({ language: 'en' });
  });

  it('holds an open matter until people have settled it', async () => {
    const conversation = await remembered('olga', 'my lawyer will contact you');
    const [issue] = (await memory.facts(conversation)).filter(({ kind }) => kind === 'open-issue');
    expect(issue?.value).toMatch(/^h_/u);
    const next = await memory.startVerified('olga');
    const turn = await bank.ask('my lawyer will contact you about this', { as: desk, conversation: next });
    expect((await bank.handoverOf(turn)).packet.customer).toContain(`open issue ${issue?.value}`);
    const resolve = `/v1/handovers/${issue?.value}/resolve`;
    expect((await bank.as('agent').request('POST', resolve, { resolution: 'done' })).status).toBe(200);
    expect((await memory.facts(next, 'agent')).map(({ value }) => value)).not.toContain(issue?.value);
  });

  it('holds a need only under its own purpose, and only for those who may read it', async () => {
    const conversation = await remembered('nina', 'I need large print, how do I replace a lost card?');
    expect((await memory.facts(conversation)).map(({ kind }) => kind)).toEqual(['preferred-channel']);
    await memory.consent(conversation, 'accessible-service', true);
    await say(conversation, 'I said that I need large print');
    const needs = async (holder: 'agent' | 'reviewer') =>
      (await memory.facts(conversation, holder)).filter(({ kind }) => kind === 'accessibility-need');
    expect(await needs('agent')).toEqual([expect.objectContaining({ value: 'large-print' })]);
    expect(await needs('reviewer')).toEqual([]);
  });
});

describe('somebody who has not proved who they are', () => {
  it('neither sees nor adds to what is remembered of the one they say they are', async () => {
    await remembered('vera', ...german);
    const kiosk = await bank.start({ customer: { ref: 'vera' } });
    const path = `/v1/conversations/${kiosk}`;
    await bank.as('kiosk').request('POST', `${path}/consent`, { purpose: 'remember-me', granted: true });
    const turn = await bank.ask('Karte weg', { conversation: kiosk });
    const before = memory.rows('memory_facts').length;
    expect(turn.triage).toBeUndefined();
    expect(turn.entry.decision).not.toHaveProperty('memory');
    expect(await memory.facts(kiosk, 'kiosk')).toEqual([]);
    expect((await bank.as('kiosk').request('DELETE', `${path}/memory`)).body).toEqual({ deleted: 0 });
    expect(memory.rows('memory_facts')).toHaveLength(before);
  });

  it('does not learn what they agreed to', async () => {
    const conversation = await memory.startVerified('wanda');
    await memory.consent(conversation, 'remember-me', false);
    const kiosk = await bank.start({ customer: { ref: 'wanda' } });
    const { body } = await bank.as('kiosk').request('GET', `/v1/conversations/${kiosk}/consent`);
    expect(body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ granted: null })]) });
    expect((await bank.conversation(kiosk)).consents).toEqual([]);
    expect((await bank.conversation(conversation, 'agent')).consents).toHaveLength(1);
  });
});

describe('a customer who takes it back', () => {
  it('is forgotten at once, and nothing is written after', async () => {
    const conversation = await remembered('tilda', ...german);
    await memory.consent(conversation, 'remember-me', false);
    expect(await memory.facts(conversation)).toEqual([]);
    await say(conversation, ...german);
    await memory.consent(conversation, 'remember-me', false);
    expect(await memory.facts(conversation)).toEqual([]);
    expect(memory.rows('memory_facts').filter((row) => row.conversation === conversation)).toEqual([]);
  });

  it('waits for no turn: one under way writes nothing any more', async () => {
    const conversation = await memory.startVerified('ursula');
    await memory.consent(conversation, 'remember-me', true);
    const held = embedder.holdNext();
    const turn = bank.ask('Ich habe meine Karte verloren', { as: desk, conversation });
    await held.reached;
    const begun = performance.now();
    await memory.consent(conversation, 'remember-me', false);
    expect(performance.now() - begun).toBeLessThan(1_000);
    held.release();
    expect((await turn).outcome).toBeDefined();
    expect(memory.rows('memory_facts').filter((row) => row.conversation === conversation)).toEqual([]);
    expect(kindsOf(bank.entriesOf(conversation))).not.toContain('memory-written');
  });

  it('may do so from a kiosk, without proof of who they are', async () => {
    const conversation = await remembered('xenia', ...german);
    const kiosk = await bank.start({ customer: { ref: 'xenia' } });
    const body = { purpose: 'remember-me', granted: false };
    expect((await bank.as('kiosk').request('POST', `/v1/conversations/${kiosk}/consent`, body)).status).toBe(200);
    expect(await memory.facts(conversation)).toEqual([]);
  });

  it('deletes one thing or all, and a thing that is gone is not found', async () => {
    const conversation = await remembered('yara', ...german);
    const [first, ...others] = await memory.facts(conversation);
    const path = `/v1/conversations/${conversation}/memory`;
    const remove = (what: string) => bank.as(desk).request('DELETE', `${path}${what}`);
    expect((await remove(`/${first?.id}`)).body).toEqual({ deleted: 1 });
    expect((await remove(`/${first?.id}`)).status).toBe(404);
    expect((await remove('')).body).toEqual({ deleted: others.length });
    expect(await memory.facts(conversation)).toEqual([]);
    expect(kindsOf(bank.entriesOf(conversation)).filter((kind) => kind === 'memory-deleted')).toHaveLength(2);
  });
});

describe('how long it is kept', () => {
  it('is the shorter time of what policy says and the customer chose, for what is there already too', async () => {
    const conversation = await remembered('zoe', ...german);
    const answer = await memory.consent(conversation, 'remember-me', true, { keepDays: 7 });
    expect(answer.body).toMatchObject({ keepDays: 7 });
    const inDays = (days: number) => new Date(bank.clock.now().getTime() + days * DAY_MS).toISOString();
    expect(new Set((await memory.facts(conversation)).map(({ expires }) => expires))).toEqual(new Set([inDays(7)]));
    const longer = await memory.consent(conversation, 'remember-me', true, { keepDays: 3_000 });
    expect(longer.body).toMatchObject({ keepDays: 365 });
    bank.clock.advance(7 * DAY_MS);
    expect(await memory.facts(conversation)).toEqual([]);
    const expired = await bank.appliance.store.records.memory.expired(bank.clock.now());
    expect(expired.length).toBeGreaterThanOrEqual(2);
  });
});

describe('a consent', () => {
  it('is answered with purpose, words and time, and stands on the record', async () => {
    const conversation = await memory.startVerified('pia', { language: 'de' });
    const { body } = await memory.consent(conversation, 'remember-me', true);
    const at = bank.clock.now().toISOString();
    const notice = { version: '2026-11-01', language: 'de', text: expect.stringContaining('merken') };
    expect(body).toMatchObject({ conversation, purpose: 'remember-me', basis: 'consent', granted: true, notice, at });
    const [, entry] = bank.entriesOf(conversation);
    expect(entry?.entry).toMatchObject({
      kind: 'consent',
      purpose: 'remember-me',
      text: '2026-11-01',
      granted: true,
      at,
    });
    expect(verifyWholeLog(bank.appliance.store)).toMatchObject({ ok: true });
  });

  it.each([
    ['no-such-purpose', true, 'purpose-unknown'],
    ['support', false, 'purpose-not-optional'],
  ])('to %s (%s) is refused with %s', async (purpose, granted, code) => {
    const conversation = await bank.start();
    const body = { purpose, granted };
    const answer = await bank.as('kiosk').request('POST', `/v1/conversations/${conversation}/consent`, body);
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(bank.entriesOf(conversation)).toHaveLength(1);
  });

  it('holds for the words it was given to: others ask again', async () => {
    const conversation = await remembered('quirin', ...german);
    await bank.restart({
      embedder: new StoryEmbedder(),
      policies: { 'privacy.yaml': (shipped) => shipped.replaceAll('version: "2026-11-01"', 'version: "2027-01-01"') },
    });
    const { body } = await bank.as(desk).request('GET', `/v1/conversations/${conversation}/consent`);
    expect(body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ purpose: 'remember-me', granted: null })]),
    });
    const next = await memory.startVerified('quirin');
    expect((await say(next, 'Karte weg')).entry.decision).not.toHaveProperty('memory');
    expect(await memory.facts(next, 'agent')).toEqual([]);
    expect(memory.rows('memory_facts').filter((row) => row.conversation === conversation)).not.toEqual([]);
  });

  it('is answered once under one key', async () => {
    const conversation = await memory.startVerified('kim');
    const path = `/v1/conversations/${conversation}/consent`;
    const ask = () =>
      bank.as(desk).request('POST', path, { purpose: 'remember-me', granted: true }, { 'idempotency-key': 'k-1' });
    expect((await ask()).body).toEqual((await ask()).body);
    expect(bank.entriesOf(conversation)).toHaveLength(2);
  });
});

describe('a customer at a kiosk who proves who they are', () => {
  it('is remembered by what systems of record say they hold', async () => {
    const acting = await givenActingBank(['read-balance']);
    const conversation = await acting.start(ada);
    const consent = `/v1/conversations/${conversation}/consent`;
    await acting.as('kiosk').request('POST', consent, { purpose: 'remember-me', granted: true });
    const asked = await acting.ask('how much money do I have, what is my balance?', { conversation });
    const facts = async () =>
      (await acting.as('kiosk').request('GET', `/v1/conversations/${conversation}/memory`)).body;
    expect(await facts()).toMatchObject({ items: [] });
    await acting.confirm(asked, true, latestCode(acting));
    expect(await facts()).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ kind: 'product-held', value: 'account' })]),
    });
    const body = { purpose: 'remember-me', granted: false };
    await acting.as('kiosk').request('POST', consent, body);
    expect(await facts()).toMatchObject({ items: [] });
    await acting.close();
  });
});
