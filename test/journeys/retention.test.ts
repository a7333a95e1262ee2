import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openExportFolder } from '../../src/privacy/export-folder.ts';
import { type ApplianceStory, type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { verifyWholeLog } from '../support/journey-proof.ts';

const DAY_MS = 86_400_000;
const article = readFileSync(new URL('../../knowledge/lost-card.md', import.meta.url), 'utf8');

let bank: GivenAppliance;
afterEach(() => bank.close());

const given = async (story: ApplianceStory = {}) => {
  bank = await givenAppliance({ knowledge: { 'lost-card.md': article }, ...story });
};
const count = (sql: string): number => Number(bank.appliance.store.database.prepare(sql).pluck().get());
const oldest = (table: string, column: string): string | null =>
  bank.appliance.store.database.prepare<[], string>(`SELECT min(${column}) FROM ${table}`).pluck().get() ?? null;
/** Somebody says that the clock is right: stories go on by months at once. */
const retain = async (body: object = { clockIsRight: true }) => {
  const answer = await bank.as('admin').request('POST', '/v1/retention', body);
  expect(answer.status).toBe(200);
  return answer.body as { purges: { class: string; records: Record<string, number> }[] };
};
const talk = async (reference: string) => {
  const conversation = await bank.start({ customer: { ref: reference } });
  await bank.ask('I lost my card 4111 1111 1111 1111', { conversation, idempotencyKey: crypto.randomUUID() });
  await bank.as('kiosk').request('POST', `/v1/conversations/${conversation}/feedback`, { csat: 3 });
  return conversation;
};

const shorter = (text: string) => text.replace('purposes: [answering, handover], keepDays: 180', 'keepDays: 10');

describe('a purge', () => {
  it('leaves nothing older than the limit of its class plus a day, over two hundred days', async () => {
    await given();
    for (let day = 0; day <= 200; day += 20) {
      await talk(`customer-${day}@example.org`);
      bank.clock.advance(20 * DAY_MS);
      await retain();
      const now = bank.clock.now().getTime();
      const limits = { conversations: 180, turns: 180, conversation_events: 180, feedback: 180, answers: 2 };
      for (const [table, days] of Object.entries(limits)) {
        const first = oldest(table, table === 'conversations' ? 'started_at' : 'at');
        if (first !== null) expect([table, now - Date.parse(first) <= (days + 1) * DAY_MS]).toEqual([table, true]);
      }
      expect(
        count(`SELECT count(*) FROM vault v JOIN conversations c ON c.id = v.conversation
        WHERE c.started_at < '${new Date(now - 91 * DAY_MS).toISOString()}'`),
      ).toBe(0);
    }
    expect(count('SELECT count(*) FROM conversations')).toBe(9);
    expect(count('SELECT count(*) FROM vault')).toBe(8);
    const { log, database } = bank.appliance.store;
    expect(verifyWholeLog({ log, database }).findings).toEqual([]);
  }, 120_000);

  it('is on the record with class, limit and counts, and forgets the keys that open nothing any more', async () => {
    await given();
    await talk('ada@example.org');
    const { keys, log } = bank.appliance.store;
    const subject = keys.subjectOf('ada@example.org');
    bank.clock.advance(181 * DAY_MS);
    expect(keys.findKey(subject)).toBeDefined();
    const { purges } = await retain();
    expect(purges.find((one) => one.class === 'conversation')?.records).toMatchObject({ conversations: 1, turns: 1 });
    expect(keys.findKey(subject)).toBeUndefined();
    const purged = [...log.entries(0)].flatMap(({ entry }) => (entry.kind === 'records-purged' ? [entry] : []));
    expect(purged.map((one) => one.class)).toContain('conversation');
    expect(purged.every((one) => one.actor.role === 'admin')).toBe(true);
    expect(await retain()).toMatchObject({ purges: [] });
  });

  it('changes nothing when it is only tried', async () => {
    await given();
    const conversation = await talk('ada@example.org');
    await bank.as('kiosk').request('POST', `/v1/conversations/${conversation}/close`, {});
    bank.clock.advance(181 * DAY_MS);
    const size = bank.appliance.store.log.size;
    const tried = await retain({ dryRun: true });
    expect(bank.appliance.store.log.size).toBe(size);
    expect(count('SELECT count(*) FROM conversations')).toBe(1);
    expect((await retain()).purges).toEqual(tried.purges);
  });

  it('ends a conversation that still waits for a person, and passes by a subject on hold', async () => {
    await given();
    const waiting = await bank.start({ customer: { ref: 'ada@example.org' } });
    const turn = await bank.askForPerson(waiting);
    const held = await talk('bob@example.org');
    await bank.as('admin').request('POST', '/v1/subjects/bob@example.org/hold', { reason: 'case 12' });
    bank.clock.advance(200 * DAY_MS);
    await retain();
    expect((await bank.as('agent').request('GET', `/v1/handovers/${turn.handover?.reference}`)).status).toBe(404);
    expect((await bank.conversation(held)).transcript.length).toBeGreaterThan(0);
    const closed = bank.entriesOf(waiting).at(-1)?.entry;
    expect(closed).toMatchObject({ kind: 'conversation-closed', cause: 'retention' });
  });

  it('follows the limits of policy as soon as they change', async () => {
    await given({ policies: { 'privacy.yaml': shorter } });
    await talk('ada@example.org');
    bank.clock.advance(11 * DAY_MS);
    await retain();
    expect(count('SELECT count(*) FROM conversations')).toBe(0);
  });

  it('removes old copies for customers', async () => {
    await given();
    await talk('ada@example.org');
    const exports = join(bank.data, 'exports');
    const subject = bank.appliance.store.keys.subjectOf('ada@example.org');
    const [file = ''] = openExportFolder(exports).write(subject, 'now', { json: '{}', page: '' });
    const old = new Date(bank.clock.now().getTime() - 31 * DAY_MS);
    utimesSync(file, old, old);
    expect((await retain()).purges.map((one) => one.class)).toEqual(['export']);
    expect(readdirSync(join(exports, subject))).toEqual(['now.html']);
  });
});
