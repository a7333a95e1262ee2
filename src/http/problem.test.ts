import { describe, expect, it } from 'vitest';
import { givenHttp, problemOf } from '../../test/support/given-http.ts';
import { ApplianceError, type ApplianceErrorCode } from '../pipeline/appliance-error.ts';

/** Every code a desk may throw: status, published code, seconds of Retry-After. */
const expected: Record<ApplianceErrorCode, readonly [number, string, string | null]> = {
  'conversation-not-found': [404, 'not-found', null],
  'handover-not-found': [404, 'not-found', null],
  'entry-not-found': [404, 'not-found', null],
  'subject-not-found': [404, 'not-found', null],
  'subject-held': [409, 'subject-held', null],
  'conversation-closed': [409, 'conversation-closed', null],
  'not-allowed-now': [409, 'not-allowed-now', null],
  'version-conflict': [409, 'version-conflict', null],
  'idempotency-mismatch': [422, 'idempotency-mismatch', null],
  'collection-unknown': [400, 'collection-unknown', null],
  'purpose-unknown': [400, 'purpose-unknown', null],
  'purpose-not-optional': [400, 'purpose-not-optional', null],
  'fact-not-found': [404, 'not-found', null],
  'text-empty': [400, 'text-empty', null],
  'text-too-long': [400, 'text-too-long', null],
  'proof-out-of-range': [404, 'proof-out-of-range', null],
  'checkpoint-unknown': [400, 'checkpoint-unknown', null],
  'witness-unknown': [400, 'witness-unknown', null],
  'cosignature-invalid': [400, 'cosignature-invalid', null],
  'reveal-limit': [429, 'rate-limited', null],
  'store-full': [507, 'store-full', null],
  'store-failed': [500, 'store-failed', null],
  overloaded: [503, 'overloaded', '2'],
  'shutting-down': [503, 'shutting-down', '10'],
};

function isCode(code: string): code is ApplianceErrorCode {
  return code in expected;
}

describe('toHttpProblem', () => {
  it.each(Object.keys(expected).filter(isCode))('answers %s with its status', async (thrown) => {
    const { ask, conversations, told } = givenHttp();
    conversations.script.failNext(new ApplianceError(thrown, 'Cannot do it'));
    const answer = await ask('POST', '/v1/conversations');
    const [status, code, retryAfter] = expected[thrown];
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({
      code,
      status,
      type: `urn:confidant:problem:${code}`,
      requestId: 'r_1',
    });
    expect(told.faults.map((fault) => fault.code)).toEqual(status >= 500 ? [code] : []);
  });

  it('says nothing of a fault nobody foresaw, and tells it with its request', async () => {
    const { ask, conversations, told } = givenHttp();
    const fault = new Error('SQLITE_ERROR near "4111 1111 1111 1111" in /data/confidant.db');
    for (const thrown of [fault, 'a string', null, { code: 'overloaded' }]) {
      conversations.script.failNext(thrown);
      const answer = await ask('POST', '/v1/conversations');
      const text = await answer.text();
      expect(answer.status).toBe(500);
      expect(JSON.parse(text)).toMatchObject({ code: 'internal' });
      expect(text).not.toMatch(/4111|SQLITE|\.db|^ +at /m);
    }
    expect(told.faults).toHaveLength(4);
    expect(told.faults[0]).toMatchObject({ code: 'internal', requestId: 'r_1', error: fault });
  });

  it('answers what is missing and what may not be seen with the same words', async () => {
    const { ask } = givenHttp();
    await ask('POST', '/v1/conversations', { role: 'other-kiosk' });
    const answers = [
      await ask('GET', '/v1/conversations/c_missing'),
      await ask('GET', '/v1/conversations/c_1'),
      await ask('GET', `/v1/conversations/${'x'.repeat(101)}`),
      await ask('GET', '/v1/conversations/%00'),
      await ask('GET', '/v1/handovers/h_1'),
      await ask('GET', '/v1/handovers/h_2', { role: 'agent' }),
      await ask('POST', '/v1/conversations/c_1/messages', { role: 'agent', body: '{' }),
      await ask('GET', '/v1/audit/entries/9000', { role: 'auditor' }),
      await ask('GET', '/v1/nothing'),
    ];
    const bodies = await Promise.all(answers.map(async (answer) => ({ ...(await problemOf(answer)), requestId: '' })));
    for (const body of bodies) expect(body).toEqual(bodies[0]);
    for (const answer of answers) expect([...answer.headers.keys()]).toEqual([...(answers[0]?.headers.keys() ?? [])]);
  });
});
