import { describe, expect, it } from 'vitest';
import { nextAttempt } from './next-attempt.ts';
import { parseWebhookSecret, signedHeaders } from './sign-webhook.ts';

describe('signedHeaders', () => {
  it('signs as the reference library of Standard Webhooks does (1.1.1)', () => {
    const key = parseWebhookSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLLsw');
    if (key === null) throw new Error('The secret is one');
    const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
    expect(signedHeaders(key, message, 1_614_265_330)).toMatchObject({
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,zHRse1aSv4Dja+90scW6bpNFxG5JcJAw/gybj1tYmnw=',
    });
  });

  it('takes no secret that is missing, short, or spelled otherwise', () => {
    const short = `whsec_${Buffer.alloc(23).toString('base64')}`;
    for (const secret of [undefined, '', 'whsec_', short, 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLLsw', 'whsec_not base64!'])
      expect(parseWebhookSecret(secret)).toBeNull();
  });
});

describe('nextAttempt', () => {
  const now = new Date('2026-11-21T09:00:00.000Z');
  const secondsUntil = (attempts: number, random: number) =>
    ((nextAttempt({ attempts, createdAt: now.toISOString() }, now, random)?.getTime() ?? 0) - now.getTime()) / 1_000;

  it('waits longer each time up to an hour, a fifth more or less', () => {
    expect([1, 2, 3, 7, 50].map((attempts) => secondsUntil(attempts, 0.5))).toEqual([5, 15, 60, 3_600, 3_600]);
    expect([secondsUntil(1, 0), secondsUntil(1, 1)]).toEqual([4, 6]);
  });

  it('gives up what nobody took for a day', () => {
    const createdAt = '2026-11-20T09:00:05.000Z';
    expect(nextAttempt({ attempts: 30, createdAt }, now, 0.5)).toBeNull();
  });
});
