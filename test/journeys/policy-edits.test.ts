import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApplianceError } from '../../src/pipeline/appliance-error.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { StoryEmbedder } from '../support/journey-engines.ts';

const unclear = 'How do I feed my parrot in winter?';
const PATIENCE = { timeout: 10_000, interval: 25 };

describe('policy that is edited while the appliance runs', () => {
  const embedder = new StoryEmbedder();
  let bank: GivenAppliance;
  let shipped: string;
  beforeAll(async () => {
    bank = await givenAppliance({ embedder });
    shipped = readFileSync(join(bank.policies, 'tone.yaml'), 'utf8');
  });
  afterAll(() => bank.close());

  const policyNow = () => bank.appliance.stages.policy().hash;
  const edit = (text: string) => writeFileSync(join(bank.policies, 'tone.yaml'), text);
  const reworded = () => shipped.replace('I want to be sure I understand you.', 'Let me ask you one thing.');
  const readiness = async () => (await bank.as('agent').request('GET', '/readyz')).body;

  it('is in force for the next turn, and not for the one under way', async () => {
    const before = policyNow();
    const held = embedder.holdNext();
    const asked = bank.ask(unclear);
    await held.reached;
    edit(reworded());
    await expect.poll(policyNow, PATIENCE).not.toBe(before);
    held.release();
    const underWay = await asked;
    expect(underWay.reply?.text).toMatch(/^I want to be sure/u);
    expect(underWay.entry).toMatchObject({ versions: { policy: before }, decision: { policy: before } });
    const next = await bank.ask(unclear);
    expect(next.reply?.text).toMatch(/^Let me ask you one thing/u);
    expect(next.entry.versions.policy).toBe(policyNow());
    const changes = [...bank.appliance.store.log.entries(0)].map(({ entry }) => entry);
    expect(changes.findLast((entry) => entry.kind === 'policy-changed')).toMatchObject({
      old: before,
      new: policyNow(),
      actor: { role: 'appliance' },
    });
  });

  it('keeps the last good one when it is broken, and says so', async () => {
    const good = policyNow();
    edit('clarify: [unclosed');
    await expect
      .poll(readiness, PATIENCE)
      .toMatchObject({ state: 'degraded', parts: { policy: { state: 'degraded', detail: 'last-good-kept' } } });
    const turn = await bank.ask(unclear);
    expect(turn.entry.versions.policy).toBe(good);
    expect(turn.reply?.text).toMatch(/^Let me ask you one thing/u);
  });

  it('holds the last good one even when the appliance starts on broken files', async () => {
    const good = policyNow();
    await bank.restart();
    expect(bank.appliance.warnings.join(' ')).toMatch(/tone\.yaml:1:\d+/u);
    expect((await bank.ask(unclear)).entry.versions.policy).toBe(good);
    expect(await readiness()).toMatchObject({ state: 'degraded' });
  });

  it('is in force again as soon as the files are good', async () => {
    edit(shipped);
    await expect.poll(readiness, PATIENCE).toMatchObject({ state: 'ready', parts: { policy: { state: 'ready' } } });
    expect((await bank.ask(unclear)).reply?.text).toMatch(/^I want to be sure/u);
  });
});

const changesOf = ({ appliance }: GivenAppliance) =>
  [...appliance.store.log.entries(0)].flatMap(({ entry }) =>
    entry.kind === 'policy-changed' ? [{ old: entry.old, new: entry.new }] : [],
  );

/** Edits the file, and answers the hash that came into force by it. */
async function editTo({ appliance, policies }: GivenAppliance, words: string): Promise<string> {
  const before = appliance.stages.policy().hash;
  const file = join(policies, 'tone.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('I want to be sure', words));
  await expect.poll(() => appliance.stages.policy().hash, PATIENCE).not.toBe(before);
  return appliance.stages.policy().hash;
}

describe('a change of policy that cannot be put on the record', () => {
  it('is put there before the next one, or by the next start, with its texts', async () => {
    const bank = await givenAppliance();
    const { ledger } = bank.appliance.stages;
    const { commit } = ledger;
    const first = bank.appliance.stages.policy().hash;
    let failed = 0;
    const refuse: typeof commit = () => {
      failed += 1;
      return Promise.reject(new ApplianceError('store-failed', 'Cannot commit: the story says so'));
    };
    Object.assign(ledger, { commit: refuse });
    const second = await editTo(bank, 'Let me be sure');
    await expect.poll(() => failed, PATIENCE).toBe(1);
    expect(changesOf(bank)).toEqual([{ old: null, new: first }]);

    const killed = await bank.copyAsAfterKill();
    const told = [
      { old: null, new: first },
      { old: first, new: second },
    ];
    expect(changesOf(killed)).toEqual(told);
    expect(killed.appliance.store.policyHistory.find(second)).toEqual(killed.appliance.stages.policy().texts);
    await killed.close();

    Object.assign(ledger, { commit });
    const file = join(bank.policies, 'tone.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Let me be sure', 'I have to be sure'));
    await expect.poll(() => changesOf(bank).length, PATIENCE).toBe(3);
    expect(changesOf(bank)).toEqual([...told, { old: second, new: bank.appliance.stages.policy().hash }]);
    expect(Object.keys(bank.appliance.store.policyHistory.find(second) ?? {})).toContain('tone.yaml');
    await bank.close();
  });
});
