import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from './support/given-appliance.ts';
import { goodPassword, openBrowser } from './support/signed-in.ts';

const root = join(import.meta.dirname, '..');

let bank: GivenAppliance;
beforeAll(async () => {
  bank = await givenAppliance({ knowledge: {} });
});
afterAll(() => bank.close());

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the command on the data of the running appliance, with this on its standard input. */
async function staff(parameters: readonly string[], input = '', data: string = bank.data): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/staff.ts', ...parameters], {
    cwd: root,
    env: { ...process.env, CONFIDANT_DATA: data },
  });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output, errors };
}

async function statusOfSignIn(name: string, password: string): Promise<number> {
  const browser = openBrowser(() => bank.appliance.app);
  return (await browser.ask('POST', '/v1/session', { name, password })).status;
}

describe('npm run staff', () => {
  it('adds, lists, changes and disables people beside a running appliance', async () => {
    const added = await staff(['add', 'Robin', '--role', 'agent', '--json'], `${goodPassword}\n`);
    expect(added).toMatchObject({ code: 0, errors: '' });
    expect(JSON.parse(added.output)).toMatchObject({ name: 'robin', role: 'agent', disabled: false });
    expect(await statusOfSignIn('robin', goodPassword)).toBe(201);
    expect((await staff(['passwd', 'robin'], 'another umbrella entirely')).code).toBe(0);
    expect(await statusOfSignIn('robin', goodPassword)).toBe(401);
    expect(await statusOfSignIn('robin', 'another umbrella entirely')).toBe(201);
    expect((await staff(['disable', 'robin'])).output).toContain('signed out everywhere');
    expect(await statusOfSignIn('robin', 'another umbrella entirely')).toBe(401);
    expect((await staff(['list'])).output).toMatch(/robin\s+agent\s+password\s+disabled u_\w{26}\n1 accounts\n/u);
    expect((await staff(['enable', 'robin'])).code).toBe(0);
    expect(await statusOfSignIn('robin', 'another umbrella entirely')).toBe(201);
  });

  it('says in a code and a sentence what is wrong, and takes no password from its parameters', async () => {
    const started = await staff(['list'], '', join(bank.data, 'nothing'));
    expect(started).toMatchObject({ code: 1, errors: expect.stringContaining('store-not-started') });
    const cases: readonly (readonly [readonly string[], string, number, string])[] = [
      [['add', 'kim', '--role', 'agent'], 'short\n', 1, 'password-weak'],
      [['add', 'kim', '--role', 'agent'], '', 2, 'No password came in'],
      [['add', 'k m', '--role', 'agent'], `${goodPassword}\n`, 1, 'name-invalid'],
      [['add', 'kim', '--role', 'kiosk'], `${goodPassword}\n`, 2, 'agent, reviewer, admin, auditor'],
      [['add', 'kim'], `${goodPassword}\n`, 2, '--role'],
      [['add', 'kim', goodPassword, '--role', 'agent'], '', 2, 'too many arguments'],
      [['passwd', 'nobody'], `${goodPassword}\n`, 1, 'staff-not-found'],
    ];
    for (const [parameters, input, code, words] of cases) {
      const ended = await staff(parameters, input);
      expect([parameters, ended.code]).toEqual([parameters, code]);
      expect(ended.errors).toContain(words);
      expect(ended.errors).not.toContain('    at ');
    }
    expect((await staff(['list'])).output).not.toContain('kim');
  });
});
