import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lineage, openLineage } from '../../src/compose-lineage.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import type { AskedTurn } from '../support/journey-client.ts';
import { StoryGenerator } from '../support/journey-engines.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const question = 'what does express delivery of a replacement card cost?';
const article = (price: string) => ({
  'replacement.md': `---
title: Replacement cards
updated: 2026-10-01
---

## Express delivery

Express delivery of a replacement card costs ${price}. Express delivery of a replacement card takes 2 working days.
`,
});

describe('a sentence a customer read', { timeout: 60_000 }, () => {
  let bank: GivenAppliance;
  let quoted: AskedTurn;
  let composed: AskedTurn;
  beforeAll(async () => {
    bank = await givenAppliance({ knowledge: article('$15') });
    quoted = await bank.ask(question);
    const generator = new StoryGenerator('Express delivery costs $18.');
    await bank.restart({ knowledge: article('$18'), generator, composes: true });
    composed = await bank.ask(question);
  }, 60_000);
  afterAll(() => bank.close());

  const open = (): Lineage => openLineage(join(bank.data, 'confidant.db'));
  const audit = (...given: readonly string[]): Promise<{ readonly code: number; readonly text: string }> =>
    new Promise((resolve) => {
      const environment = { CONFIDANT_DATA: bank.data, CONFIDANT_POLICIES: bank.policies, PATH: process.env.PATH };
      const parameters = ['--import', 'tsx', join(root, 'scripts/audit.ts'), 'lineage', ...given];
      const child = execFile(process.execPath, parameters, { cwd: root, env: environment }, (_, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, text: `${stdout}${stderr}` });
      });
    });

  it('leads to the line of the version it was quoted from, and to who brought that in', () => {
    using lineage = open();
    const traced = lineage.reply(quoted.conversation, 1);
    const [version] = quoted.reply?.citations ?? [];
    expect(traced).toMatchObject({
      mode: 'quoted',
      steps: expect.arrayContaining(['triage', 'retrieve', 'validate', 'ending']),
      sentences: expect.arrayContaining([
        {
          sentence: 'Express delivery of a replacement card costs $15.',
          from: {
            passage: 'replacement#1',
            document: 'replacement',
            version: version?.version,
            quote: expect.stringContaining('costs $15'),
            line: 8,
            title: 'Replacement cards',
            storedAt: expect.any(String),
            importedBy: { index: 1, at: expect.any(String), actor: { role: 'appliance', key: 'server' } },
          },
        },
      ]),
    });
    expect(bank.appliance.store.log.entry(1)?.entry).toMatchObject({
      kind: 'knowledge-changed',
      old: null,
      documents: [`replacement@${version?.version}`],
    });
  });

  it('leads there from a model’s own words too', () => {
    using lineage = open();
    expect(composed.reply?.mode).toBe('composed');
    expect(lineage.reply(composed.conversation, 1)).toMatchObject({
      mode: 'composed',
      models: [expect.stringMatching(/^words sha256:/u), expect.stringMatching(/ sha256:/u)],
      prompt: expect.stringMatching(/^compose-reply@1:/u),
      sentences: [{ sentence: 'Express delivery costs $18.', from: { passage: 'replacement#1', line: 8 } }],
    });
  });

  it('is found from the version of its article, and from no other', () => {
    using lineage = open();
    const [first, second, ...more] = lineage.document('replacement');
    expect(more).toEqual([]);
    expect(first?.citedBy.map(({ conversation }) => conversation)).toEqual([quoted.conversation]);
    expect(second?.citedBy.map(({ conversation }) => conversation)).toEqual([composed.conversation]);
    expect(second?.importedBy?.index).toBeGreaterThan(quoted.receipt.index);
    expect(lineage.document('replacement', second?.version)).toEqual([second]);
    expect(lineage.document('replacemen')).toEqual([]);
  });

  it('is traced by a command beside the running appliance', async () => {
    const reply = await audit(quoted.conversation);
    expect(reply.code).toBe(0);
    expect(reply.text).toMatch(/Replacement cards, line 8 of replacement sha256:[0-9a-f]{64}\n/u);
    expect(reply.text).toMatch(/imported by appliance server, entry 1,/u);
    const document = await audit('--document', 'replacement');
    expect(document.text.match(/1 replies cited it/gu)).toHaveLength(2);
  });

  it.each([
    ['a turn there is not', ['c_nobody'], 1, /there is no such turn/u],
    ['a document there is not', ['--document', 'none'], 1, /knowledge -- list/u],
    ['nothing named', [], 2, /either a conversation or a document/u],
  ])('is not traced from %s', async (_, given, wanted, words) => {
    expect(await audit(...given)).toEqual({ code: wanted, text: expect.stringMatching(words) });
  });
});
