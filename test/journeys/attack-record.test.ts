import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { findTraces } from '../support/journey-traces.ts';

describe('what stands in fields that nobody redacts', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    const article = readFileSync(new URL('../../knowledge/lost-card.md', import.meta.url), 'utf8');
    bank = await givenAppliance({ knowledge: { 'lost-card.md': article } });
  });
  afterAll(() => bank.close());

  it('is not on the disk where it came as an Idempotency-Key', async () => {
    await bank.ask('I lost my card', { idempotencyKey: 'pay-6011000990139424-bob@example.test' });
    expect(findTraces(bank.filesUnderData(), '6011000990139424')).toEqual([]);
    expect(findTraces(bank.filesUnderData(), 'bob@example.test')).toEqual([]);
  });

  it.each([
    [{ channel: '4111111111111111' }],
    [{ collection: 'GB33BUKB20201555555555' }],
    [{ basis: '4111-1111-1111-1111' }],
    [{ customer: { ref: 'a', tier: '4111.1111.1111.1111' } }],
    [{ language: 'en-41111111-11111111' }],
  ])('is refused where a name is expected: %j', async (body) => {
    const answer = await bank.as('kiosk').request('POST', '/v1/conversations', body);
    expect([answer.status, answer.code]).toEqual([400, 'input-invalid']);
  });

  it('is not on the record where an auditor asked for a conversation that is none', async () => {
    const path = '/v1/audit/entries?conversation=3530111333300000';
    expect((await bank.as('auditor').request('GET', path)).body).toMatchObject({ items: [] });
    expect(findTraces(bank.filesUnderData(), '3530111333300000')).toEqual([]);
    expect([...bank.appliance.store.log.entries(0)].at(-1)?.entry.kind).toBe('log-read');
  });
});

describe('a switch that is thrown again by a late repeat', () => {
  it('stays as it was thrown last, and is on the record once a call', async () => {
    const bank = await givenAppliance();
    const admin = bank.as('admin');
    const stop = () => admin.request('POST', '/v1/stop', {}, { 'idempotency-key': 'stop-1' });
    const first = await stop();
    await admin.request('POST', '/v1/resume', {}, { 'idempotency-key': 'resume-1' });
    const repeat = await stop();
    expect([repeat.status, repeat.body]).toEqual([first.status, first.body]);
    expect(bank.appliance.stages.isStopped()).toBe(false);
    const kinds = [...bank.appliance.store.log.entries(0)].map(({ entry }) => entry.kind);
    expect(kinds.filter((kind) => kind === 'stop' || kind === 'resume')).toEqual(['stop', 'resume']);
    await bank.close();
  });
});

describe('a switch that is thrown back while nothing can be stored', () => {
  it('stays where it was, as the answer says', async () => {
    const bank = await givenAppliance();
    await bank.as('admin').request('POST', '/v1/stop', {});
    bank.appliance.store.database.pragma('query_only = 1');
    expect((await bank.as('admin').request('POST', '/v1/resume', {})).status).toBe(500);
    bank.appliance.store.database.pragma('query_only = 0');
    expect(bank.appliance.stages.isStopped()).toBe(true);
    await bank.close();
  });
});

describe('a list of handovers that is longer than a page', () => {
  it('is read to its end with the cursor it gives', async () => {
    const bank = await givenAppliance();
    for (let count = 0; count < 3; count += 1) await bank.askForPerson(await bank.start());
    const read: string[] = [];
    for (let after = ''; ; ) {
      const page = await bank.as('agent').request('GET', `/v1/handovers?limit=2${after}`);
      expect(page.status).toBe(200);
      const { items, next } = page.body as { items: { reference: string }[]; next: string | null };
      read.push(...items.map(({ reference }) => reference));
      if (next === null) break;
      after = `&after=${encodeURIComponent(next)}`;
    }
    expect(new Set(read).size).toBe(3);
    await bank.close();
  });
});

describe('a tier that no policy names', () => {
  it.each(['platinum', 'constructor', 'toString', 'hasOwnProperty'])(
    'is served as a standard one: %s',
    async (tier) => {
      const bank = await givenAppliance();
      const conversation = await bank.start({ customer: { ref: 'customer-17', tier } });
      expect((await bank.ask('I lost my card', { conversation })).outcome).toBe('answered');
      expect((await bank.askForPerson(conversation)).handover?.queue).toBe('general');
      await bank.close();
    },
  );
});

describe('a policy that is edited while nothing can be stored', () => {
  it('comes into force, and the process lives on', async () => {
    const bank = await givenAppliance();
    const { stages, store } = bank.appliance;
    const before = stages.policy().hash;
    const uncaught: unknown[] = [];
    const listener = (error: unknown) => void uncaught.push(error);
    process.on('uncaughtException', listener);
    store.database.pragma('query_only = 1');
    appendFileSync(join(bank.policies, 'tone.yaml'), '\n# edited\n');
    await expect.poll(() => stages.policy().hash, { timeout: 5_000 }).not.toBe(before);
    await new Promise((resolve) => setTimeout(resolve, 100));
    store.database.pragma('query_only = 0');
    process.off('uncaughtException', listener);
    expect(uncaught).toEqual([]);
    expect((await bank.ask('I lost my card')).entry.versions.policy).toBe(stages.policy().hash);
    await bank.close();
  });
});
