import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogEntry } from '../../src/audit/entry-format.ts';
import { verifyLog } from '../../src/audit/verify-log.ts';
import { openStaffDirectory } from '../../src/compose-staff.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { addStaff, type Browser, goodPassword, openBrowser, toHeader } from '../support/signed-in.ts';

const MINUTE_MS = 60_000;
const wrong = 'not the password at all';

let bank: GivenAppliance;
let robin: string;
let browser: Browser;
beforeEach(async () => {
  bank = await givenAppliance({ knowledge: {} });
  robin = (await addStaff(bank.data, 'robin', 'agent')).id;
  browser = openBrowser(() => bank.appliance.app);
});
afterEach(() => bank.close());

const signIn = (name = 'robin', password = goodPassword): Promise<Response> =>
  browser.ask('POST', '/v1/session', { name, password });

function entries(...kinds: readonly LogEntry['kind'][]): readonly LogEntry[] {
  const all = [...bank.appliance.store.log.entries(0)].map(({ entry }) => entry);
  return all.filter(({ kind }) => kinds.includes(kind));
}

async function codeOf(answer: Response): Promise<unknown> {
  return ((await answer.json()) as { code?: unknown }).code;
}

describe('signing in', () => {
  it('opens the desk to somebody under their own name, and puts both on the record', async () => {
    const answer = await signIn(' Robin ');
    expect(answer.status).toBe(201);
    const expiresAt = '2026-11-21T21:00:00.000Z';
    expect(await answer.json()).toEqual({ id: robin, name: 'robin', role: 'agent', method: 'password', expiresAt });
    expect((await browser.ask('GET', '/v1/handovers')).status).toBe(200);
    expect((await browser.ask('GET', '/v1/audit/entries/0')).status).toBe(404);
    expect(entries('admin-act', 'signed-in')).toMatchObject([
      { kind: 'admin-act', act: 'staff-added-as-agent', target: robin, actor: { role: 'operator' } },
      { kind: 'signed-in', method: 'password', actor: { role: 'agent', key: robin } },
    ]);
  });

  it('has people act under their own id: in the log, on a claim, and in limits', async () => {
    await signIn();
    const turn = await bank.ask('I want a person');
    const claimed = await browser.ask('POST', `/v1/handovers/${turn.handover?.reference}/claim`, {});
    expect(await claimed.json()).toMatchObject({ state: 'claimed', claimedBy: robin });
    expect(entries('handover-claimed')).toMatchObject([{ actor: { role: 'agent', key: robin } }]);
  });

  it('keeps no password, no token and no typed name in any file', async () => {
    await signIn();
    await signIn('somebody-who-is-not-here', wrong);
    const files = Buffer.concat([...bank.filesUnderData().values()]).toString('latin1');
    const [token = ''] = decodeURIComponent([...browser.cookies.values()][0] ?? '').split('.');
    expect(token.length).toBeGreaterThan(40);
    for (const secret of [goodPassword, wrong, 'somebody-who-is-not-here', token]) expect(files).not.toContain(secret);
    expect(files).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });

  it('is answered alike for a wrong password, an unknown name and a disabled account', async () => {
    await addStaff(bank.data, 'kim', 'admin');
    using directory = openStaffDirectory({ data: bank.data });
    directory.setDisabled('kim', true);
    const bodies = [];
    for (const [name, password] of [
      ['robin', wrong],
      ['nobody', goodPassword],
      ['kim', goodPassword],
    ] as const) {
      const answer = await signIn(name, password);
      expect(answer.status).toBe(401);
      expect(answer.headers.getSetCookie()).toEqual([]);
      bodies.push({ ...((await answer.json()) as object), requestId: '' });
    }
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    expect(entries('sign-in-refused')).toMatchObject([
      { cause: 'wrong-password', staff: robin, actor: { role: 'appliance', key: 'sign-in' } },
      { cause: 'unknown-name' },
      { cause: 'disabled' },
    ]);
  });

  it('makes who guesses wait longer and longer, whether there is such a name or not', async () => {
    for (const name of ['robin', 'nobody']) {
      for (let attempt = 0; attempt < 5; attempt += 1) expect((await signIn(name, wrong)).status).toBe(401);
      const locked = await signIn(name, goodPassword);
      expect([locked.status, await codeOf(locked), locked.headers.get('retry-after')]).toEqual([
        429,
        'sign-in-locked',
        '30',
      ]);
      await signIn(name, wrong);
    }
    // The first attempt that meets a lock is told; a storm of them does not fill the log.
    expect(entries('sign-in-refused').filter((entry) => 'cause' in entry && entry.cause === 'locked')).toHaveLength(2);
    bank.clock.advance(MINUTE_MS);
    expect((await signIn('robin', wrong)).status).toBe(401);
    expect((await signIn()).headers.get('retry-after')).toBe('60');
    bank.clock.advance(MINUTE_MS);
    expect((await signIn()).status).toBe(201);
    expect((await signIn('robin', wrong)).status).toBe(401);
    expect((await signIn()).status).toBe(201);
  });

  it('holds the wait over a restart, and against attempts made at once', async () => {
    const attempts = await Promise.all(Array.from({ length: 12 }, () => signIn('robin', wrong)));
    expect(attempts.filter(({ status }) => status === 401)).toHaveLength(5);
    await bank.restart();
    expect((await signIn()).status).toBe(429);
  });

  it('is refused to a page that came in clear from another machine', async () => {
    const clear = openBrowser(() => bank.appliance.app, 'http://desk.bank.example');
    const answer = await clear.ask('POST', '/v1/session', { name: 'robin', password: goodPassword });
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'tls-needed']);
    expect([clear.cookies.size, entries('signed-in')]).toEqual([0, []]);
  });

  it('is refused where the page is of another site, and nobody is signed in', async () => {
    const foreign: Readonly<Record<string, string>>[] = [
      { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'http://127.0.0.1:9999', 'sec-fetch-site': 'same-site' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of foreign) {
      const body = { name: 'robin', password: goodPassword };
      const answer = await browser.ask('POST', '/v1/session', body, headers);
      expect([answer.status, await codeOf(answer)]).toEqual([403, 'cross-site']);
    }
    expect(browser.cookies.size).toBe(0);
    expect(entries('signed-in')).toEqual([]);
  });
});

const asked = (): Promise<Response> => browser.ask('GET', '/v1/session');

describe('a session', () => {
  it('is held by a cookie that scripts cannot read and other sites cannot send', async () => {
    const [line = ''] = (await signIn()).headers.getSetCookie();
    expect(line).toMatch(/^confidant-session=\S+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/u);
  });

  it('has the __Host- name and needs TLS wherever it is not this very machine', async () => {
    const away = openBrowser(() => bank.appliance.app, 'https://desk.example');
    const answer = await away.ask('POST', '/v1/session', { name: 'robin', password: goodPassword });
    const [line = ''] = answer.headers.getSetCookie();
    expect(line).toMatch(/^__Host-confidant-session=\S+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/u);
    expect((await away.ask('GET', '/v1/session')).status).toBe(200);
    const [value = ''] = away.cookies.values();
    away.cookies.clear();
    away.cookies.set('confidant-session', value);
    expect((await away.ask('GET', '/v1/session')).status).toBe(401);
  });

  it('ends after half an hour without a request, and after twelve hours in any case', async () => {
    await signIn();
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      bank.clock.advance(20 * MINUTE_MS);
      expect((await asked()).status).toBe(200);
    }
    bank.clock.advance(20 * MINUTE_MS);
    expect((await asked()).status).toBe(401);
    await signIn();
    bank.clock.advance(30 * MINUTE_MS);
    expect((await asked()).status).toBe(401);
  });

  it('ends in time although an open page looks again and again by itself', async () => {
    await signIn();
    const looks: number[] = [];
    for (let minutes = 0; minutes < 40; minutes += 10) {
      bank.clock.advance(10 * MINUTE_MS);
      looks.push((await browser.ask('GET', '/v1/handovers', undefined, { 'confidant-refresh': '1' })).status);
    }
    expect(looks).toEqual([200, 200, 401, 401]);
  });

  it('outlives a restart, and ends for good at the sign-out', async () => {
    await signIn();
    await bank.restart();
    expect((await asked()).status).toBe(200);
    const copy = toHeader(browser.cookies);
    const left = await browser.ask('DELETE', '/v1/session');
    expect([left.status, browser.cookies.size]).toEqual([204, 0]);
    expect((await browser.ask('GET', '/v1/session', undefined, { cookie: copy })).status).toBe(401);
    expect(entries('signed-out')).toMatchObject([{ actor: { role: 'agent', key: robin } }]);
  });

  it.each([
    ['disabled', (data: string) => void openStaffDirectory({ data }).setDisabled('robin', true)],
    ['given another password', (data: string) => openStaffDirectory({ data }).setPassword('robin', `${goodPassword}!`)],
  ])('ends at once when somebody is %s, beside the running appliance', async (_what, change) => {
    await signIn();
    await change(bank.data);
    expect((await asked()).status).toBe(401);
    await bank.restart();
    expect(entries('admin-act')).toHaveLength(2);
    expect(verifyLog(bank.appliance.store.log.reader, bank.appliance.store.log.vkey)).toMatchObject({ findings: [] });
  });

  it('changes nothing for a page of another site that sends its cookie', async () => {
    await signIn();
    const foreign: readonly Readonly<Record<string, string>>[] = [
      { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' },
      { origin: 'http://127.0.0.1:8401', 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      for (const [method, path] of [
        ['POST', '/v1/stop'],
        ['DELETE', '/v1/session'],
      ] as const) {
        const answer = await browser.ask(method, path, method === 'POST' ? {} : undefined, headers);
        expect([answer.status, await codeOf(answer)]).toEqual([403, 'cross-site']);
      }
    }
    const bare = { cookie: toHeader(browser.cookies) };
    const silent = await bank.appliance.app.request('/v1/stop', { method: 'POST', headers: bare });
    expect(silent.status).toBe(403);
    expect(entries('stop')).toEqual([]);
    expect((await browser.ask('POST', '/v1/stop', {})).status).toBe(200);
  });

  it('counts for nothing where its cookie was changed or signed elsewhere', async () => {
    await signIn();
    const [[name = '', value = ''] = []] = browser.cookies;
    for (const other of [value.slice(0, -4), `${value}x`, value.split('.')[0] ?? '', '', 'x'.repeat(5_000)]) {
      const answer = await browser.ask('GET', '/v1/session', undefined, { cookie: `${name}=${other}` });
      expect(answer.status).toBe(401);
    }
  });

  it('gives way to a key that is sent beside it', async () => {
    await signIn();
    const headers = { authorization: `Bearer ${bank.keys.auditor}` };
    const byKey = await browser.ask('GET', '/v1/session', undefined, headers);
    const expected = { id: 'k_auditor_1', name: null, role: 'auditor', method: 'key', expiresAt: null };
    expect(await byKey.json()).toEqual(expected);
    const wrongKey = await browser.ask('GET', '/v1/session', undefined, { authorization: 'Bearer nobody' });
    expect(wrongKey.status).toBe(401);
  });
});
