import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { encoderModelFiles } from '../support/model-files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { reason } = encoderModelFiles();
const wordings = [
  'someone stole my purse with my card inside',
  'what do you charge for sending money abroad',
  'I will take you to court over this',
  'is it going to rain tomorrow',
];

describe.skipIf(reason !== undefined)(`audit replay beside an appliance on its models ${reason ?? ''}`, () => {
  let bank: GivenAppliance;
  let conversation: string;
  beforeAll(async () => {
    bank = await givenAppliance({ realEngines: true });
    conversation = await bank.start();
    for (const text of wordings) await bank.ask(text);
    await bank.ask('I have lost my card', { conversation });
    await bank.ask('and how long does that take?', { conversation });
  }, 120_000);
  afterAll(() => bank?.close());

  const audit = (...given: readonly string[]): Promise<{ readonly code: number; readonly lines: readonly string[] }> =>
    new Promise((resolve) => {
      const environment = { CONFIDANT_DATA: bank.data, CONFIDANT_POLICIES: bank.policies, PATH: process.env.PATH };
      const parameters = ['--import', 'tsx', join(root, 'scripts/audit.ts'), ...given];
      const child = execFile(process.execPath, parameters, { cwd: root, env: environment }, (_, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, lines: `${stdout}${stderr}`.trim().split('\n') });
      });
    });

  it('gives every turn again in a process of its own', { timeout: 120_000 }, async () => {
    const { code, lines } = await audit('replay');
    expect(lines).toContain('6 of 6 turns come out as they were recorded');
    expect(code).toBe(0);
  });

  it('shows what comes out otherwise under another policy', { timeout: 120_000 }, async () => {
    const other = join(bank.policies, '../other');
    cpSync(bank.policies, other, { recursive: true });
    const file = join(other, 'escalation.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^turnLimit: \d+/mu, 'turnLimit: 2'));
    const { code, lines } = await audit('replay', conversation, '--policies', other);
    expect(lines).toContain('    reason: none → turn-limit');
    expect(lines).toContain('    because of signal turnLimit: 4 → 2');
    expect(lines).toContain('1 of 2 turns come out as they were recorded');
    expect(code).toBe(1);
  });

  it.each([
    ['a conversation nobody began', ['replay', 'c_nobody'], 1, /Nothing is recorded of "c_nobody"/u],
    ['a turn there is not', ['replay', '--turn', '9'], 1, /there is no such turn/u],
    ['versions nobody knows', ['replay', '--versions', 'old'], 2, /Allowed choices/u],
  ])('says what is wrong with %s', { timeout: 120_000 }, async (_, given, wanted, words) => {
    const { code, lines } = await audit(...given);
    expect([code, lines.join('\n')]).toEqual([wanted, expect.stringMatching(words)]);
  });
});
