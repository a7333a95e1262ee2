import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { HttpEnv } from './http-env.ts';
import { limitSignIn } from './limit-sign-in.ts';
import { toHttpProblem } from './problem.ts';

/** An app with the limit alone; each attempt answers its status and comes from the address that is named. */
function givenDoor() {
  const app = new Hono<HttpEnv>();
  app.post('/', limitSignIn(), (c) => c.text('in'));
  app.onError((error, c) => {
    const { code, headers } = toHttpProblem(error);
    return c.text(code, code === 'rate-limited' ? 429 : 500, { ...headers });
  });
  return async function attempt(remoteAddress: string, times = 1): Promise<readonly number[]> {
    const statuses: number[] = [];
    for (let count = 0; count < times; count += 1) {
      const env = { incoming: { socket: { remoteAddress } } };
      const answer = await app.request('/', { method: 'POST' }, env);
      if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      statuses.push(answer.status);
    }
    return statuses;
  };
}

const admitted = (statuses: readonly number[]) => statuses.filter((status) => status === 200).length;

describe('limitSignIn', () => {
  it('keeps out who guesses, and lets in everybody else', async () => {
    const attempt = givenDoor();
    expect(admitted(await attempt('203.0.113.7', 500))).toBe(30);
    expect(admitted(await attempt('203.0.113.8', 5))).toBe(5);
  });

  it('takes the addresses of one network for one', async () => {
    const attempt = givenDoor();
    expect(admitted(await attempt('2001:db8::1', 30))).toBe(30);
    expect(await attempt('2001:db8::2')).toEqual([429]);
    expect(await attempt('2001:db8:0:1::2')).toEqual([200]);
  });

  it('still bounds everybody together', async () => {
    const attempt = givenDoor();
    const peers = Array.from({ length: 10 }, (_, index) => `203.0.113.${index}`);
    const answers = await Promise.all(peers.map((peer) => attempt(peer, 20)));
    expect(admitted(answers.flat())).toBe(120);
  });
});
