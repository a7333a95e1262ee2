import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogEntry } from '../../src/audit/entry-format.ts';
import { verifyLog } from '../../src/audit/verify-log.ts';
import { type OpenKeyDesk, openKeyDesk } from '../../src/compose-api-keys.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { addStaff } from '../support/signed-in.ts';

let bank: GivenAppliance;
beforeEach(async () => {
  bank = await givenAppliance({ knowledge: {} });
});
afterEach(() => bank.close());

/** As the command does, on a connection of its own. */
function asOperator<T>(act: (desk: OpenKeyDesk) => T): T {
  using desk = openKeyDesk({ data: bank.data });
  return act(desk);
}

function request(key: string, method = 'GET', path = '/v1/session', body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  return Promise.resolve(bank.appliance.app.request(path, init));
}

function acts(): readonly LogEntry[] {
  return [...bank.appliance.store.log.entries(0)].flatMap(({ entry }) => (entry.kind === 'admin-act' ? [entry] : []));
}

const operator = { role: 'operator', key: 'keys' };

describe('keys', () => {
  it('are taken by the running appliance as soon as they are made, and refused as soon as they are revoked', async () => {
    const { key, id } = asOperator((desk) => desk.add('agent', 'help desk'));
    expect((await request(key, 'GET', '/v1/handovers')).status).toBe(200);
    asOperator((desk) => desk.revoke(id));
    const refused = await request(key, 'GET', '/v1/handovers');
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([401, 'unauthorized']);
    await bank.restart();
    expect((await request(key, 'GET', '/v1/handovers')).status).toBe(401);
  });

  it('are on the record, each change once, before their holder is answered, however many call at once', async () => {
    const { key, id } = asOperator((desk) => desk.add('kiosk', 'lobby'));
    const answers = await Promise.all(Array.from({ length: 8 }, () => request(key)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(acts()).toMatchObject([{ act: 'key-added-as-kiosk', target: id, actor: operator }]);
    asOperator((desk) => desk.revoke(id));
    expect((await request(key)).status).toBe(401);
    await bank.restart();
    expect(acts().map((entry) => (entry.kind === 'admin-act' ? [entry.act, entry.target] : []))).toEqual([
      ['key-added-as-kiosk', id],
      ['key-revoked', id],
    ]);
    const { log } = bank.appliance.store;
    expect(verifyLog(log.reader, log.vkey)).toMatchObject({ findings: [] });
  });

  it('come into the log at the next start, where nobody calls before it', async () => {
    const { id } = asOperator((desk) => desk.add('auditor', null));
    await addStaff(bank.data, 'robin', 'agent');
    await bank.restart();
    await bank.restart();
    expect(acts()).toMatchObject([
      { act: 'staff-added-as-agent', actor: { role: 'operator', key: 'staff' } },
      { act: 'key-added-as-auditor', target: id, actor: operator },
    ]);
    expect(acts()).toHaveLength(2);
  });

  it('stand in no file and no entry, and neither does what people call them', async () => {
    const { key } = asOperator((desk) => desk.add('kiosk', 'north-hall-of-the-branch'));
    expect((await request(key)).status).toBe(200);
    const files = Buffer.concat([...bank.filesUnderData().values()]).toString('latin1');
    expect(files).not.toContain(key.slice('cfd_kiosk_'.length));
    const log = JSON.stringify([...bank.appliance.store.log.entries(0)].map(({ entry }) => entry));
    expect(log).not.toContain('north-hall-of-the-branch');
  });

  it('of two kiosks show each what it began itself', async () => {
    const [lobby, gate] = asOperator((desk) => [desk.add('kiosk', 'lobby'), desk.add('kiosk', 'gate')]);
    const begun = await request(lobby.key, 'POST', '/v1/conversations', { channel: 'kiosk' });
    const { id } = (await begun.json()) as { id: string };
    const path = `/v1/conversations/${id}`;
    expect([(await request(lobby.key, 'GET', path)).status, (await request(gate.key, 'GET', path)).status]).toEqual([
      200, 404,
    ]);
    asOperator((desk) => desk.revoke(lobby.id));
    // Its id is never given again: no later key comes to see what it began.
    const later = asOperator((desk) => desk.add('kiosk', 'lobby'));
    expect((await request(later.key, 'GET', path)).status).toBe(404);
  });
});
