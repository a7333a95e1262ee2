import { afterEach, describe, expect, it } from 'vitest';
import { type ApplianceStory, type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { StoryEmbedder, StoryGenerator } from '../support/journey-engines.ts';
import { verifyWholeLog } from '../support/journey-proof.ts';

const knowledge = {
  'replacement.md': `---
title: Replacement cards
collection: bank
updated: 2026-10-01
---

## Express delivery

Express delivery of a replacement card costs $15. Express delivery of a replacement card takes 2 working days.
`,
};
const question = 'what does express delivery of a replacement card cost?';
const PATIENT = 150_000;

let bank: GivenAppliance;
afterEach(() => bank.close());

/** A bank whose policy ends this stage, or the turn, after so many milliseconds. */
async function given(stage: string, ms: number, story: ApplianceStory = {}): Promise<void> {
  const shorter = (shipped: string) => {
    const [budgets = '', deadlines = ''] = shipped.split(/(?=^deadlinesMs:)/mu);
    return budgets + deadlines.replace(new RegExp(`(?<=^  ${stage}: )\\d+`, 'mu'), String(ms));
  };
  bank = await givenAppliance({ knowledge, ...story, policies: { 'limits.yaml': shorter } });
}

describe('a stage at its deadline', () => {
  it(
    'goes to a person where the message cannot be understood, and shows its use against the deadline',
    async () => {
      const embedder = new StoryEmbedder();
      await given('triage', 150, { embedder });
      const { release } = embedder.holdNext();
      const turn = await bank.ask(question);
      release();
      expect(turn).toMatchObject({ outcome: 'handed-over', reply: { mode: 'scripted' } });
      expect(turn.entry).toMatchObject({ reason: 'appliance-fault', decision: { fault: 'engine-timeout' } });
      const path = `/v1/conversations/${turn.conversation}/turns/${turn.turn}`;
      const { body } = await bank.as('agent').request('GET', path);
      const { timings } = body as { timings: Record<string, { ms: number; budgetMs: number; deadlineMs?: number }> };
      expect(timings.triage).toMatchObject({ budgetMs: 40, deadlineMs: 150 });
      expect(timings.triage?.ms).toBeGreaterThanOrEqual(149);
      expect(timings.recall).not.toHaveProperty('deadlineMs');
    },
    PATIENT,
  );

  it(
    'quotes the article where the words of a reply do not come',
    async () => {
      const generator = new StoryGenerator('Express delivery of a replacement card costs $15.');
      await given('draft', 150, { generator, composes: true });
      const { release } = generator.holdAt(/Express/u);
      const turn = await bank.ask(question);
      release();
      expect(turn).toMatchObject({ outcome: 'answered', reply: { mode: 'quoted' } });
      expect(turn.entry.decision.fallbacks).toEqual([{ stage: 'draft', code: 'engine-timeout' }]);
    },
    PATIENT,
  );
});

describe('a turn that hangs', () => {
  it(
    'is ended and handed over, says nothing more, and leaves its conversation free',
    async () => {
      await given('turn', 300);
      const { records } = bank.appliance.stages;
      const { priorContacts } = records;
      const waking: ((contacts: number) => void)[] = [];
      Object.assign(records, { priorContacts: () => new Promise<number>((resolve) => waking.push(resolve)) });
      const turn = await bank.ask(question);
      expect(turn).toMatchObject({ outcome: 'handed-over', reply: { mode: 'scripted' } });
      expect(turn.entry).toMatchObject({ reason: 'appliance-fault', decision: { fault: 'deadline-passed' } });
      Object.assign(records, { priorContacts });
      waking[0]?.(0);
      const next = await bank.ask('hello?', { conversation: turn.conversation });
      expect(next.outcome).toBe('with-person');
      expect((await bank.conversation(turn.conversation)).transcript).toHaveLength(3);
      expect(verifyWholeLog(bank.appliance.store)).toMatchObject({ ok: true, findings: [] });
    },
    PATIENT,
  );
});
