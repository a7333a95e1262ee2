import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPolicyFolder } from '../../src/compose-policy.ts';
import { openPolicyRecord, type PolicyRecord } from '../../src/compose-policy-record.ts';
import { compareOutcomes } from '../../src/pipeline/replay/compare-outcomes.ts';
import { diffPolicies } from '../../src/policy/diff-policies.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import type { AskedTurn } from '../support/journey-client.ts';
import { StoryEmbedder } from '../support/journey-engines.ts';

const PATIENCE = { timeout: 10_000, interval: 25 };
/** What customers ask: tier, channel and words. */
const questions = [
  ['standard', 'kiosk', 'I have lost my card'],
  ['standard', 'kiosk', 'how do I freeze my card'],
  ['standard', 'kiosk', 'my lawyer will take you to court'],
  ['standard', 'kiosk', 'I want to dispute a payment of 750 dollars'],
  ['standard', 'mail', 'I want to dispute a payment of 750 dollars'],
  ['standard', 'kiosk', 'How do I feed my parrot in winter?'],
] as const;

/** Disputes above the threshold now go to the fraud team. */
const edit = (folder: string) => {
  const file = join(folder, 'escalation.yaml');
  const shipped = readFileSync(file, 'utf8');
  const changed = shipped.replace(/(id: dispute-over-threshold[\s\S]*?queue: )payments/u, '$1fraud');
  expect(changed).not.toBe(shipped);
  writeFileSync(file, changed);
};
const endingOf = ({ outcome, handover, reply, entry }: AskedTurn) => [
  outcome,
  entry.reason,
  handover?.queue,
  handover?.priority,
  // What is told of the wait and the hours is the queue's own.
  handover ? reply?.text.split('. ')[0] : reply?.text,
  entry.decision.signals,
];

describe('escalation.yaml that is changed while the appliance runs', () => {
  const embedder = new StoryEmbedder();
  let bank: GivenAppliance;
  let record: PolicyRecord;
  let before: readonly AskedTurn[];
  let changedFolder: string;
  beforeAll(async () => {
    bank = await givenAppliance({ embedder });
    record = openPolicyRecord(join(bank.data, 'confidant.db'), bank.policies);
    changedFolder = join(bank.policies, '../changed');
    cpSync(bank.policies, changedFolder, { recursive: true });
    edit(changedFolder);
    before = await askAll();
  });
  afterAll(async () => {
    record[Symbol.dispose]();
    await bank.close();
  });

  async function askAll(): Promise<readonly AskedTurn[]> {
    const turns: AskedTurn[] = [];
    for (const [tier, channel, text] of questions) {
      const conversation = await bank.start({ channel, customer: { ref: 'customer-1', tier } });
      turns.push(await bank.ask(text, { conversation }));
    }
    return turns;
  }
  const policyNow = () => bank.appliance.stages.policy().hash;
  const compared = () => compareOutcomes(record.latestTurns(100), record.inForce(), readPolicyFolder(changedFolder));

  it('is predicted: every recorded turn comes out as it was, and two would wait elsewhere', () => {
    const { changed, replayed, reproduced } = compared();
    expect([replayed, reproduced]).toEqual([questions.length, { count: questions.length, of: questions.length }]);
    const disputes = [before[3]?.conversation, before[4]?.conversation];
    expect(changed.map(({ conversation }) => conversation)).toEqual(disputes);
    expect(changed[0]).toMatchObject({
      change: 'queue',
      from: { outcome: 'handed-over', reason: 'sensitive-topic', queue: 'payments' },
      to: { outcome: 'handed-over', reason: 'sensitive-topic', queue: 'fraud' },
    });
  });

  it('is one value in one file, with its line', () => {
    expect(diffPolicies(record.inForce(), readPolicyFolder(changedFolder))).toEqual([
      {
        path: 'escalation.hard[dispute-over-threshold].queue',
        from: 'payments',
        to: 'fraud',
        at: expect.stringMatching(/changed\/escalation\.yaml:\d+:12$/u),
      },
    ]);
  });

  it('changes the next turns as predicted and nothing else; the turn under way keeps its policy', async () => {
    const predicted = new Map(compared().changed.map(({ conversation, to }) => [conversation, to.queue]));
    const old = policyNow();
    const held = embedder.holdNext();
    const conversation = await bank.start();
    const underWay = bank.ask('I want to dispute a payment of 750 dollars', { conversation });
    await held.reached;
    edit(bank.policies);
    await expect.poll(policyNow, PATIENCE).not.toBe(old);
    held.release();
    expect(await underWay).toMatchObject({ handover: { queue: 'payments' }, entry: { decision: { policy: old } } });
    const after = await askAll();
    for (const [index, turn] of after.entries()) {
      const was = before[index];
      if (was === undefined) throw new Error('Every question was asked before');
      const [outcome, reason, queue, ...rest] = endingOf(was);
      expect(endingOf(turn)).toEqual([outcome, reason, predicted.get(was.conversation) ?? queue, ...rest]);
      expect(turn.entry).toMatchObject({ versions: { policy: policyNow() } });
    }
    const entries = [...bank.appliance.store.log.entries(0)].map(({ entry }) => entry);
    const recorded = entries.filter((entry) => entry.kind === 'policy-changed').slice(1);
    expect(recorded).toMatchObject([{ old, new: policyNow(), actor: { role: 'appliance' } }]);
  });

  it('can be compared with what was in force before, by its hash', () => {
    const [old] = [...bank.appliance.store.log.entries(0)].flatMap(({ entry }) =>
      entry.kind === 'policy-changed' && entry.old !== null ? [entry.old] : [],
    );
    const { changed } = compareOutcomes(
      record.latestTurns(100),
      record.inForce(),
      record.byHash(old?.slice(0, 20) ?? ''),
    );
    expect(new Set(changed.map(({ to }) => to.queue))).toEqual(new Set(['payments']));
  });

  it('holds for one channel alone where a layer says so', async () => {
    const old = policyNow();
    const layer = join(bank.policies, 'channels/mail');
    mkdirSync(layer, { recursive: true });
    writeFileSync(
      join(layer, 'escalation.yaml'),
      'notices: { sensitive-topic: { en: We answer by mail within a day. } }\n',
    );
    await expect.poll(policyNow, PATIENCE).not.toBe(old);
    const mail = await bank.start({ channel: 'mail' });
    const kiosk = await bank.start({ channel: 'kiosk' });
    const asked = 'I want to dispute a payment of 750 dollars';
    const byMail = await bank.ask(asked, { conversation: mail });
    expect(byMail).toMatchObject({
      reply: { text: expect.stringContaining('We answer by mail within a day.') },
      entry: { decision: { layers: ['channels/mail'] } },
    });
    const atKiosk = await bank.ask(asked, { conversation: kiosk });
    expect(atKiosk.reply?.text).not.toContain('mail');
    expect(atKiosk.entry.decision).toMatchObject({ layers: [], policy: byMail.entry.decision.policy });
  });

  it('keeps the last good policy when a layer breaks, and forgets a layer that is gone', async () => {
    const good = policyNow();
    const readiness = async () => (await bank.as('agent').request('GET', '/readyz')).body;
    writeFileSync(join(bank.policies, 'channels/mail/escalation.yaml'), 'turnLimit: soon\n');
    await expect.poll(readiness, PATIENCE).toMatchObject({ parts: { policy: { detail: 'last-good-kept' } } });
    const kept = await bank.ask(questions[0][2]);
    expect(kept.entry.versions.policy).toBe(good);
    rmSync(join(bank.policies, 'channels'), { recursive: true });
    await expect.poll(readiness, PATIENCE).toMatchObject({ parts: { policy: { state: 'ready' } } });
    const mail = await bank.start({ channel: 'mail' });
    const turn = await bank.ask('I want to dispute a payment of 750 dollars', { conversation: mail });
    expect(turn.entry.decision).toMatchObject({ layers: [] });
    expect(turn.reply?.text).not.toContain('mail');
  });
});
