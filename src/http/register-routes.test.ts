import { describe, expect, it } from 'vitest';
import { type AskOptions, type GivenHttp, givenHttp } from '../../test/support/given-http.ts';
import { blockRoutes } from '../../test/support/http-block-cases.ts';
import { memoryRoutes } from '../../test/support/http-memory-cases.ts';
import {
  conversationRoutes,
  peopleRoutes,
  type RouteCase,
  sessionRoutes,
} from '../../test/support/http-route-cases.ts';
import { subjectRoutes } from '../../test/support/http-subject-cases.ts';
import { permissions, type Role, roles } from '../identity/roles.ts';

const desked = [...conversationRoutes, ...memoryRoutes, ...peopleRoutes, ...subjectRoutes];
const routeCases = [...desked, ...sessionRoutes, ...blockRoutes];
const mutating = desked.filter(({ method }) => method === 'POST');

/** A conversation `c_1` of the kiosk. */
async function givenConversation(): Promise<GivenHttp> {
  const http = givenHttp();
  await http.ask('POST', '/v1/conversations');
  return http;
}

function optionsOf({ body }: RouteCase, role: Role | null): AskOptions {
  return { role, body };
}

function mayCall(role: Role, { permission }: RouteCase): boolean {
  const allowed: readonly Role[] = permission === null ? roles : permissions[permission];
  return allowed.includes(role);
}

function lastCallOf(http: GivenHttp) {
  const desks = [http.conversations, http.memory, http.people, http.subjects];
  const calls = desks.flatMap(({ script }) => script.asked).map(({ call }) => call);
  return http.told.switched.at(-1)?.[1] ?? calls.findLast((call) => call !== null) ?? null;
}

describe('every route', () => {
  it.each(routeCases)('$name answers what its desk says', async (route) => {
    const http = await givenConversation();
    const role = roles.find((candidate) => mayCall(candidate, route)) ?? null;
    const answer = await http.ask(route.method, route.path, optionsOf(route, role));
    expect(answer.status).toBe(route.status);
    const isText = !/^application\/(?:problem\+)?json/.test(answer.headers.get('content-type') ?? '');
    expect(isText ? { text: await answer.text() } : await answer.json()).toMatchObject(route.answer);
    expect(route.asked?.(http)).toEqual(route.expected);
  });

  it.each(routeCases)('$name lets exactly the roles of its permission pass', async (route) => {
    const http = await givenConversation();
    const statuses = new Map<Role | 'nobody', number>();
    for (const role of roles) {
      statuses.set(role, (await http.ask(route.method, route.path, optionsOf(route, role))).status);
    }
    statuses.set('nobody', (await http.ask(route.method, route.path, optionsOf(route, null))).status);
    expect(Object.fromEntries(statuses)).toEqual({
      ...Object.fromEntries(roles.map((role) => [role, mayCall(role, route) ? route.status : 404])),
      nobody: route.permission === null ? route.status : 401,
    });
  });

  it.each(mutating)('$name tells a role that may not call nothing about its input', async (route) => {
    const http = await givenConversation();
    const role = roles.find((candidate) => !mayCall(candidate, route)) ?? 'auditor';
    const broken = { role, body: '{', headers: { 'idempotency-key': 'ö' } };
    expect((await http.ask(route.method, route.path, broken)).status).toBe(404);
  });
});

describe('Idempotency-Key', () => {
  it.each(mutating)('reaches the desk of $name with a hash of the request', async (route) => {
    const http = await givenConversation();
    const options = { ...optionsOf(route, 'admin'), headers: { 'idempotency-key': 'kiosk-7/0001' } };
    const hashes = [];
    const keys = new Set<string | undefined>();
    for (const body of [route.body, route.body, `${JSON.stringify(route.body ?? {})} `]) {
      const answer = await http.ask(route.method, route.path, { ...options, body });
      const call = lastCallOf(http);
      expect(call).toMatchObject({ caller: { keyId: 'k_admin', role: 'admin' } });
      keys.add(call?.idempotency?.key);
      expect(call?.requestId).toBe(answer.headers.get('x-request-id'));
      hashes.push(call?.idempotency?.requestHash);
    }
    expect([...keys]).toEqual([expect.not.stringContaining('kiosk-7')]);
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  it.each(mutating)('is not asked of $name', async (route) => {
    const http = await givenConversation();
    await http.ask(route.method, route.path, optionsOf(route, 'admin'));
    expect(lastCallOf(http)?.idempotency).toBeNull();
  });

  it.each(['', ' ', 'a b', 'ö', 'x'.repeat(201), 'tab\there'])(
    'is refused as %j before anything is done',
    async (key) => {
      const http = givenHttp();
      for (const path of ['/v1/conversations', '/v1/handovers/h_1/claim', '/v1/stop']) {
        const answer = await http.ask('POST', path, { role: 'admin', headers: { 'idempotency-key': key } });
        expect(answer.status).toBe(400);
        expect(await answer.json()).toMatchObject({ code: 'idempotency-key-invalid' });
      }
      expect(lastCallOf(http)).toBeNull();
    },
  );

  it('may have 200 characters', async () => {
    const headers = { 'idempotency-key': `!${'~'.repeat(199)}` };
    expect((await givenHttp().ask('POST', '/v1/conversations', { headers })).status).toBe(201);
  });
});
