import { afterEach, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { ScriptedGenerator } from '../support/scripted-generator.ts';

const costs = 'Express delivery of a replacement card costs $15.';
const section = (name: string, rest: string) =>
  `## Express delivery of a replacement card ${name}\n\n${costs} Express delivery of a replacement card ${rest}\n`;
const article = `---
title: Replacement cards
collection: bank
updated: 2026-10-01
---

${section('at home', 'takes 2 working days to your home address, and somebody has to be there to sign for it.')}
${section('at work', 'takes 2 working days to your place of work, and the front desk has to sign for it.')}
${section('at a branch', 'takes 3 working days to a branch, and you have to bring a photo document for it.')}
`;
const question = 'what does express delivery of a replacement card cost?';

let bank: GivenAppliance;
afterEach(() => bank.close());

async function ask(contextTokens: number) {
  // Only a prompt that fits takes a reply out of the script.
  const generator = new ScriptedGenerator([costs], { contextTokens });
  bank = await givenAppliance({ knowledge: { 'replacement.md': article }, generator, composes: true });
  const turn = await bank.ask(question);
  const prompts = generator.prompts.map(({ user }) => user);
  return { turn, prompts, passages: prompts.map((user) => user.match(/<passage /gu)?.length ?? 0) };
}

describe('a prompt that does not fit', () => {
  it('loses whole passages, those that bear least first, and the record says so', async () => {
    const roomy = await ask(4_096);
    await bank.close();
    expect(roomy.passages).toEqual([3]);
    const { turn, prompts, passages } = await ask(330);
    expect(passages.length).toBeGreaterThan(1);
    expect(passages).toEqual([3, 2, 1].slice(0, passages.length));
    expect(turn).toMatchObject({ outcome: 'answered', reply: { mode: 'composed' } });
    expect(turn.reply?.citations).toHaveLength(passages.at(-1) ?? 0);
    const best = /<passage n="1"[\s\S]*?<\/passage>/u.exec(roomy.prompts[0] ?? '')?.[0] ?? 'none';
    for (const prompt of prompts) {
      expect(prompt).toContain(best);
      expect(prompt).toContain(`<question>\n${question}\n</question>`);
    }
    const refused = { accepted: false, findings: [expect.objectContaining({ detail: 'prompt-too-long' })] };
    const drafts = [...prompts.slice(1).map(() => refused), { mode: 'composed', accepted: true }];
    expect(turn.entry.decision).toMatchObject({ drafts });
  });

  it('is given up where not even one passage fits, and approved sentences are quoted', async () => {
    const { turn, passages } = await ask(100);
    expect(passages).toEqual([3, 2, 1]);
    expect(turn).toMatchObject({ outcome: 'answered', reply: { mode: 'quoted' } });
    expect(turn.reply?.text).toContain('$15');
  });
});
