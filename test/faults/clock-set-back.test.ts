import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabaseForReading } from '../../src/adapters/sqlite/open-database.ts';
import { verifyReceipt } from '../../src/audit/receipt.ts';
import { givenFolder, openFaultAppliance } from '../support/fault-appliance.ts';
import { examineStore, soundStore, verifyData } from '../support/fault-database.ts';
import type { KeptTurn } from '../support/fault-traffic.ts';

const folder = givenFolder();
afterAll(folder.remove);

const YEAR_MS = 365 * 86_400_000;

describe('a clock that is set back a year', () => {
  it('stops no conversation, keeps the order of turns, and the record verifies', async () => {
    let time = Date.UTC(2026, 10, 21, 9, 0, 0);
    const now = () => {
      time += 50;
      return new Date(time);
    };
    const story = { data: join(folder.path, 'data'), policies: folder.copyPolicies(), now };
    const before = await openFaultAppliance(story);
    const path = await before.start();
    const turns: KeptTurn[] = [];
    for (const [index, text] of ['I lost my card (1)', 'And how do I order another? (2)'].entries()) {
      turns.push((await before.post(`${path}/messages`, { text }, `key-${index}`)).body as KeptTurn);
    }
    // In the middle, while it runs.
    time -= YEAR_MS;
    turns.push((await before.post(`${path}/messages`, { text: 'How long does it take? (3)' })).body as KeptTurn);
    await before.close();

    appendFileSync(join(story.policies, 'tone.yaml'), '\n# changed after the clock was set back\n');
    const after = await openFaultAppliance(story);
    const { hash } = after.appliance.stages.policy();
    turns.push((await after.post(`${path}/messages`, { text: 'Thank you (4)' })).body as KeptTurn);
    expect((await after.post(`${path}/messages`, { text: 'I lost my card (1)' }, 'key-0')).body).toEqual(turns[0]);
    const { transcript } = (await after.get(path)).body as { transcript: readonly { from: string; text: string }[] };
    const said = transcript.filter((line) => line.from === 'customer').map((line) => line.text.slice(-3));
    expect(said).toEqual(['(1)', '(2)', '(3)', '(4)']);
    expect(turns.map((turn) => turn.turn)).toEqual([1, 2, 3, 4]);
    expect(turns.map((turn) => turn.receipt.index)).toEqual(
      turns.map((turn) => turn.receipt.index).toSorted((a, b) => a - b),
    );
    await after.close();

    // The policy that was in force last is the last one that was put in force, not the one with the latest date.
    const later = await openFaultAppliance(story);
    expect(later.appliance.store.policyHistory.latest()).toEqual(later.appliance.stages.policy().texts);
    expect(later.appliance.stages.policy().hash).toBe(hash);
    await later.close();

    const vkey = readFileSync(join(story.data, 'audit.vkey'), 'utf8').trim();
    for (const { receipt } of turns) {
      expect(verifyReceipt(receipt, Buffer.from(receipt.leaf, 'base64'), vkey)).toEqual({ kind: 'verified' });
    }
    expect(
      verifyData(
        story.data,
        turns.map((turn) => turn.receipt.checkpoint),
      ),
    ).toMatchObject({ ok: true });
    const database = openDatabaseForReading(join(story.data, 'confidant.db'));
    expect(examineStore(database)).toEqual(soundStore);
    const changes = database.prepare("SELECT count(*) FROM log_entries WHERE kind = 'policy-changed'").pluck().get();
    expect(changes).toBe(2);
    database.close();
  }, 60_000);
});
