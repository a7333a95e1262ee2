import { execFile } from 'node:child_process';
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import type { AskedTurn } from '../support/journey-client.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface CommandEnd {
  readonly code: number;
  readonly lines: readonly string[];
}

describe('policy commands beside a running appliance', { timeout: 60_000 }, () => {
  let bank: GivenAppliance;
  let dispute: AskedTurn;
  beforeAll(async () => {
    bank = await givenAppliance();
    dispute = await bank.ask('I want to dispute a payment of 750 dollars');
    await bank.ask('I have lost my card');
    cpSync(bank.policies, join(bank.policies, '../other'), { recursive: true });
  });
  afterAll(() => bank.close());

  const other = () => join(bank.policies, '../other');
  const policy = (...given: readonly string[]): Promise<CommandEnd> =>
    new Promise((resolve) => {
      const environment = { CONFIDANT_DATA: bank.data, CONFIDANT_POLICIES: bank.policies, PATH: process.env.PATH };
      const parameters = ['--import', 'tsx', join(root, 'scripts/policy.ts'), ...given];
      const child = execFile(process.execPath, parameters, { cwd: root, env: environment }, (_, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, lines: `${stdout}${stderr}`.trim().split('\n') });
      });
    });

  it('explain a turn in one sentence, with the rule, its condition and the values', async () => {
    const { code, lines } = await policy('explain', dispute.conversation, '1');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(
      /^Handed over as sensitive-topic to queue payments, priority high: rule dispute-over-threshold \(\S+escalation\.yaml:\d+:5\) holds, .*amount 750, disputeThreshold 500\.$/u,
    );
    expect(lines.join('\n')).toContain(`policy ${bank.appliance.stages.policy().hash}`);
    expect(lines.some((line) => /^decideBefore +[\d.]+ ms of 5 +hand-over, dispute-over-threshold/u.test(line))).toBe(
      true,
    );
  });

  it('tell what would change', async () => {
    const file = join(other(), 'sensitive.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('disputeThreshold: 500', 'disputeThreshold: 800'));
    const { code, lines } = await policy('diff', other());
    expect(code).toBe(1);
    expect(lines).toContainEqual(
      expect.stringMatching(/sensitive\.disputeThreshold: 500 → 800 {2}\S+sensitive\.yaml:\d+:19$/u),
    );
    expect(lines).toContain('1 end otherwise, 0 wait elsewhere, 0 read other words');
    expect(lines).toContain('    → goes on to what nobody recorded: a search or a draft');
  });

  it('say the same to staff over HTTP, and not to the kiosk', async () => {
    const path = `/v1/conversations/${dispute.conversation}/turns/1`;
    const line = expect.stringMatching(/^Handed over as sensitive-topic/u);
    const { body } = await bank.as('agent').request('GET', path);
    expect(body).toMatchObject({
      turn: 1,
      decision: { explanation: { line, nodes: [{ stage: 'redact' }, {}, {}, {}, {}] } },
    });
    const kiosk = await bank.as('kiosk').request('GET', path);
    expect(kiosk).toMatchObject({ status: 200, body: { turn: 1, outcome: 'handed-over' } });
    expect(kiosk.text).not.toContain('explanation');
    expect((await bank.as('other-kiosk').request('GET', path)).status).toBe(404);
    expect((await bank.as('agent').request('GET', path.replace(/1$/u, '9'))).status).toBe(404);
  });

  it('name a broken file, and end with a failure', async () => {
    appendFileSync(join(bank.policies, 'tone.yaml'), 'voice: [\n');
    const { code, lines } = await policy('check');
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/tone\.yaml:\d+:\d+ /u);
  });

  it.each([
    ['a turn nobody recorded', ['explain', 'c_nobody', '1'], 1, /GET \/v1\/conversations/u],
    ['a number that is none', ['explain', 'c_nobody', 'first'], 2, /whole number/u],
  ])('say what to do about %s', async (_, given, wanted, words) => {
    const { code, lines } = await policy(...given);
    expect(code).toBe(wanted);
    expect(lines.join('\n')).toMatch(words);
    expect(lines.join('\n')).not.toMatch(/ {4}at .*\.ts:\d+/u);
  });
});

describe('a condition that fails while it is asked', () => {
  let bank: GivenAppliance;
  beforeAll(async () => {
    bank = await givenAppliance({
      policies: {
        'escalation.yaml': (shipped) =>
          shipped.replace(
            'hard:\n',
            'hard:\n  - id: planted\n    stage: before\n    when: "[1.0, 2.0][5] > amount"\n    reason: complex\n',
          ),
      },
    });
  });
  afterAll(() => bank.close());

  it('counts as doubt: a person takes over, and the record quotes the condition', async () => {
    const { outcome, entry } = await bank.ask('I have lost my card');
    expect([outcome, entry.reason]).toEqual(['handed-over', 'appliance-fault']);
    expect(entry.decision).toMatchObject({
      escalation: [{ stage: 'before', unsure: ['[1.0, 2.0][5] > amount'] }],
      explanation: { line: expect.stringContaining('nobody could tell whether `[1.0, 2.0][5] > amount` holds') },
    });
  });
});
