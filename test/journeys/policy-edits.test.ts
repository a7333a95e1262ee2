import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
