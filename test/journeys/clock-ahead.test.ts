import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';

const DAY_MS = 86_400_000;

let bank: GivenAppliance;
beforeEach(async () => {
  bank = await givenAppliance({
    knowledge: { 'hours.md': '---\ntitle: Hours\ncollection: bank\nupdated: 2026-10-01\n---\n\n## Hours\n\nNine.\n' },
  });
  await bank.start({ customer: { ref: 'ada@example.org' } });
});
afterEach(() => bank.close());

const conversations = () =>
  Number(bank.appliance.store.database.prepare('SELECT count(*) FROM conversations').pluck().get());
/** What the appliance does by itself every hour. */
const everyHour = () =>
  bank.appliance.subjects.retain({
    by: { role: 'appliance', key: 'retention' },
    dryRun: false,
    clockIsRight: false,
  });
const retain = (body: object) => bank.as('admin').request('POST', '/v1/retention', body);
const acts = () =>
  [...bank.appliance.store.log.entries(0)].flatMap(({ entry }) =>
    entry.kind === 'admin-act' ? [{ act: entry.act, target: entry.target, role: entry.actor.role }] : [],
  );
const openAlerts = async () => {
  await bank.appliance.alerts.look();
  const alerts = await bank.appliance.alerts.list();
  return alerts.flatMap(({ rule, clearedAt }) => (clearedAt === null ? [rule] : []));
};

describe('a clock that jumps ahead by ten years', () => {
  it('deletes nothing, over a restart too, and people are told until it is set right', async () => {
    expect(await everyHour()).toMatchObject({ clockAheadOf: null });
    const known = bank.clock.now().toISOString();
    bank.clock.advance(3_650 * DAY_MS);
    expect(await everyHour()).toMatchObject({ clockAheadOf: known, purges: [] });
    expect(await openAlerts()).toContain('retention-held');
    await bank.restart();
    expect(await everyHour()).toMatchObject({ clockAheadOf: known, purges: [] });
    expect((await retain({})).body).toMatchObject({ clockAheadOf: known, purges: [] });
    const due = expect.arrayContaining([expect.objectContaining({ class: 'conversation' })]);
    expect((await retain({ dryRun: true })).body).toMatchObject({ clockAheadOf: known, purges: due });
    expect(conversations()).toBe(1);

    bank.clock.advance(-3_650 * DAY_MS);
    expect(await everyHour()).toMatchObject({ clockAheadOf: null, purges: [] });
    await openAlerts();
    bank.clock.advance(60_000);
    expect(await openAlerts()).not.toContain('retention-held');
    expect(acts()).toEqual([]);
  });

  it('is found by the log where nothing was noted yet, by the second start under it too', async () => {
    const known = bank.clock.now().toISOString();
    await bank.restart({ between: () => bank.clock.advance(400 * DAY_MS) });
    expect((await everyHour()).clockAheadOf).toBe(known);
    await bank.restart();
    expect((await everyHour()).clockAheadOf).toBe(known);
    expect(conversations()).toBe(1);
  });
});

describe('an appliance that was switched off for half a year', () => {
  it('deletes what is past its time once a person says that the clock is right, which is on the record', async () => {
    await everyHour();
    const known = bank.clock.now().toISOString();
    await bank.restart({ between: () => bank.clock.advance(200 * DAY_MS) });
    expect((await everyHour()).purges).toEqual([]);
    expect((await retain({ clockIsRight: true })).body).toMatchObject({ clockAheadOf: null });
    expect(conversations()).toBe(0);
    expect(acts()).toEqual([{ act: 'clock-confirmed', target: known, role: 'admin' }]);
    bank.clock.advance(7 * DAY_MS);
    expect(await everyHour()).toMatchObject({ clockAheadOf: null });
    expect(acts()).toHaveLength(1);
  });
});
