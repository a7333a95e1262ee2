import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { givenHttp, problemOf } from '../../test/support/given-http.ts';

describe('createApp', () => {
  it('answers an unknown route with a problem', async () => {
    const { ask } = givenHttp();
    for (const path of ['/nothing', '/v1/nothing', '/v1', '/v1/conversations/', '/docs/', '/healthz/x']) {
      const answer = await ask('GET', path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await answer.json()).toMatchObject({
        code: 'not-found',
        status: 404,
        type: 'urn:confidant:problem:not-found',
      });
    }
  });

  it.each([
    ['GET', '/v1/conversations', 'POST'],
    ['PUT', '/v1/conversations/c_1', 'GET, HEAD'],
    ['DELETE', '/v1/handovers', 'GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['POST', '/', 'GET, HEAD'],
    ['BREW', '/v1/stop', 'POST'],
  ])('answers %s %s with 405 and what is allowed', async (method, path, allow) => {
    const answer = await givenHttp().ask(method, path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(await answer.json()).toMatchObject({ code: 'method-not-allowed' });
  });

  it('answers HEAD as GET without a body', async () => {
    const answer = await givenHttp().ask('HEAD', '/healthz');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });

  it('gives every answer an id of its own and ignores the one it is sent', async () => {
    const { ask } = givenHttp();
    const first = await ask('GET', '/healthz', { headers: { 'x-request-id': 'jane-doe' } });
    const second = await ask('GET', '/nothing');
    expect(first.headers.get('x-request-id')).toBe('r_1');
    expect(second.headers.get('x-request-id')).toBe('r_2');
    expect(await second.json()).toMatchObject({ requestId: 'r_2' });
  });

  it('sends strict headers with pages, answers, streams and problems alike', async () => {
    const { ask } = givenHttp();
    await ask('POST', '/v1/conversations');
    const stream = { body: { text: 'hello' }, headers: { accept: 'text/event-stream' } };
    for (const answer of [
      await ask('GET', '/docs'),
      await ask('GET', '/v1/conversations/c_1'),
      await ask('POST', '/v1/conversations/c_1/messages', stream),
      await ask('GET', '/v1/conversations/c_1', { role: null }),
    ]) {
      expect(answer.headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('x-frame-options')).toBe('DENY');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  it('keeps answers with a key out of every cache', async () => {
    const { ask } = givenHttp();
    expect((await ask('POST', '/v1/conversations')).headers.get('cache-control')).toBe('no-store');
    expect((await ask('GET', '/v1/conversations/c_9')).headers.get('cache-control')).toBe('no-store');
  });

  it('tells a request by its route pattern, never by its path', async () => {
    const { ask, told } = givenHttp();
    await ask('GET', '/v1/conversations/c_jane');
    await ask('GET', '/jane');
    await ask('PUT', '/v1/handovers/h_jane');
    expect(told.requests).toMatchObject([
      { method: 'GET', route: '/v1/conversations/:id', status: 404 },
      { method: 'GET', route: 'unmatched', status: 404 },
      { method: 'PUT', route: 'unmatched', status: 405 },
    ]);
    expect(JSON.stringify(told)).not.toContain('jane');
  });
});

describe('an answer that takes too long', () => {
  it('is given up with a problem, while the turn goes on to its seal', async () => {
    const { ask, conversations, told } = givenHttp({ answerTimeoutMs: 10 });
    await ask('POST', '/v1/conversations');
    conversations.pause = sleep(60);
    const answer = await ask('POST', '/v1/conversations/c_1/messages', { body: { text: 'hello' } });
    expect(answer.status).toBe(504);
    expect(await problemOf(answer)).toMatchObject({ code: 'timeout' });
    expect(conversations.sealed).toBe(0);
    await sleep(100);
    expect(conversations.sealed).toBe(1);
    expect(told.faults.map(({ code }) => code)).toEqual(['timeout']);
  });

  it('is not a stream, which told something in time', async () => {
    const { ask, conversations } = givenHttp({ answerTimeoutMs: 30 });
    await ask('POST', '/v1/conversations');
    conversations.pause = sleep(80);
    const stream = { body: { text: 'hello' }, headers: { accept: 'text/event-stream' } };
    expect(await (await ask('POST', '/v1/conversations/c_1/messages', stream)).text()).toContain('event: turn');
  });
});

describe('readiness and metrics', () => {
  it('answers 503 with its parts while nothing can be served', async () => {
    const parts = { store: { state: 'ready' }, 'text-engine': { state: 'starting', detail: 'model-loading' } };
    const { ask } = givenHttp({ readiness: () => ({ ready: false, state: 'starting', parts }) });
    const answer = await ask('GET', '/readyz', { role: null });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ ready: false, state: 'starting', parts });
  });

  it('answers 200 when degraded: people still get their handovers', async () => {
    const { ask } = givenHttp({ readiness: () => ({ ready: true, state: 'degraded', parts: {} }) });
    expect((await ask('GET', '/readyz', { role: null })).status).toBe(200);
  });

  it('names the Prometheus format', async () => {
    const answer = await givenHttp().ask('GET', '/metrics', { role: 'auditor' });
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  });
});

describe('requireKey', () => {
  it.each([
    ['no header', undefined, 'Bearer realm="confidant"'],
    ['another scheme', 'Basic a2V5', 'Bearer realm="confidant", error="invalid_token"'],
    ['an unknown key', 'Bearer cfd_admin_unknown', 'Bearer realm="confidant", error="invalid_token"'],
    ['an empty key', 'Bearer ', 'Bearer realm="confidant", error="invalid_token"'],
    ['two keys', 'Bearer one two', 'Bearer realm="confidant", error="invalid_token"'],
  ])('refuses %s', async (_name, authorization, challenge) => {
    const { ask, conversations } = givenHttp();
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await ask('POST', '/v1/conversations', { role: null, headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(challenge);
    expect(await answer.json()).toMatchObject({ code: 'unauthorized' });
    expect(conversations.script.asked).toHaveLength(0);
  });

  it('asks for a key before it says whether a route exists', async () => {
    const { ask } = givenHttp();
    expect((await ask('GET', '/v1/nothing', { role: null })).status).toBe(401);
  });
});

describe('limitRate', () => {
  it('refuses a key that asks too often, and no other one', async () => {
    const { ask } = givenHttp({ limit: { requestsPerMinute: 2 } });
    expect((await ask('POST', '/v1/conversations')).status).toBe(201);
    expect((await ask('POST', '/v1/conversations')).status).toBe(201);
    const refused = await ask('POST', '/v1/conversations');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await refused.json()).toMatchObject({ code: 'rate-limited' });
    expect((await ask('POST', '/v1/conversations', { role: 'other-kiosk' })).status).toBe(201);
    expect((await ask('GET', '/healthz', { role: null })).status).toBe(200);
  });
});

describe('queries', () => {
  it.each([
    ['/v1/handovers?limit=1001', 'agent'],
    ['/v1/handovers?limit=-1', 'agent'],
    ['/v1/handovers?limit=1e2', 'agent'],
    ['/v1/handovers?state=lost', 'agent'],
    ['/v1/handovers?state=waiting&state=done', 'agent'],
    ['/v1/handovers?colour=red', 'agent'],
    ['/v1/audit/proof/inclusion', 'auditor'],
    ['/v1/audit/proof/inclusion?index=0x10', 'auditor'],
    ['/v1/audit/proof/inclusion?index=99999999999999999', 'auditor'],
    ['/v1/audit/proof/consistency?from=1&to=', 'auditor'],
    ['/v1/audit/entries', 'auditor'],
  ] as const)('are refused where they do not fit: %s', async (path, role) => {
    const answer = await givenHttp().ask('GET', path, { role });
    expect(answer.status).toBe(400);
    expect(await problemOf(answer)).toMatchObject({ code: 'input-invalid' });
  });

  it.each(['/v1/audit/proof/inclusion?index=60', '/v1/audit/proof/consistency?from=61'])(
    'ask for proofs the log does not have: %s',
    async (path) => {
      const answer = await givenHttp().ask('GET', path, { role: 'auditor' });
      expect(answer.status).toBe(404);
      expect(await problemOf(answer)).toMatchObject({ code: 'proof-out-of-range' });
    },
  );
});
