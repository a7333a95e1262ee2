import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from './support/given-appliance.ts';

const root = join(import.meta.dirname, '..');

let bank: GivenAppliance;
beforeAll(async () => {
  bank = await givenAppliance({ knowledge: {} });
});
afterAll(() => bank.close());

/** Runs the command on the data of the running appliance. */
async function keys(parameters: readonly string[], data: string = bank.data) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/keys.ts', ...parameters], {
    cwd: root,
    env: { ...process.env, CONFIDANT_DATA: data },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output, errors };
}

async function statusOf(key: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}` };
  return (await bank.appliance.app.request('/v1/session', { headers })).status;
}

describe('npm run keys', () => {
  it('adds a key, shows it once, lists it without it, and revokes it beside a running appliance', async () => {
    const added = await keys(['add', '--role', 'kiosk', '--name', 'lobby', '--json']);
    expect(added).toMatchObject({ code: 0, errors: '' });
    const { key, ...row } = JSON.parse(added.output) as { key: string; id: string; made: string };
    expect(row).toMatchObject({ id: 'k_kiosk_3', role: 'kiosk', name: 'lobby', revoked: null, changed: row.made });
    expect(key).toMatch(/^cfd_kiosk_[\w-]{43}$/u);
    expect(await statusOf(key)).toBe(200);
    expect((await keys(['revoke', row.id])).output).toContain('refused from now on');
    expect(await statusOf(key)).toBe(401);
    const listed = await keys(['list', '--json']);
    const rows = JSON.parse(listed.output) as { id: string; made: string; changed: string }[];
    expect(rows.map(({ id }) => id)).toEqual([
      'k_kiosk_1',
      'k_kiosk_2',
      'k_kiosk_3',
      'k_agent_1',
      'k_reviewer_1',
      'k_admin_1',
      'k_auditor_1',
    ]);
    expect(rows[2]).toMatchObject({ name: 'lobby', revoked: rows[2]?.changed });
    const lines = await keys(['list']);
    expect(lines.output).toMatch(/^k_kiosk_3\s+kiosk\s+lobby\s+revoked made \S+Z changed \S+Z$/mu);
    for (const { output } of [listed, lines]) expect(output).not.toMatch(/cfd_|[0-9a-f]{64}/u);
  });

  it('says in a code and a sentence what is wrong, and what to do', async () => {
    const cases: readonly (readonly [readonly string[], number, string])[] = [
      [
        ['revoke', 'k_admin_1'],
        1,
        'last-admin-key: Cannot revoke the last key of an administrator: make another first',
      ],
      [['revoke', 'k_kiosk_99'], 1, 'key-not-found: There is no key with this id: see `npm run keys -- list`'],
      [['add', '--role', 'kiosk', '--name', 'a\nb'], 1, 'name-invalid'],
      [['add'], 2, '--role'],
      [['add', '--role', 'owner'], 2, 'kiosk, agent, reviewer, admin, auditor'],
      [['revoke'], 2, 'missing required argument'],
    ];
    for (const [parameters, code, words] of cases) {
      const ended = await keys(parameters);
      expect([parameters, ended.code, ended.output]).toEqual([parameters, code, '']);
      expect(ended.errors).toContain(words);
      expect(ended.errors).not.toContain('    at ');
    }
    const started = await keys(['list'], join(bank.data, 'nothing'));
    expect(started).toMatchObject({ code: 1, errors: expect.stringContaining('store-not-started') });
    expect((await keys(['list'])).output).not.toContain('k_kiosk_4');
  });
});
