import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { HttpMiddleware } from './http-env.ts';
import { HttpProblem } from './problem.ts';

/** Counts requests per key in windows of a minute; beyond them 429 with the seconds until the window ends. */
export function limitRate(requestsPerMinute: number): HttpMiddleware {
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
  return async function limitRateOf(c, next) {
    try {
      await limiter.consume(c.get('caller').keyId);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new HttpProblem('rate-limited', `This key may ask ${requestsPerMinute} times a minute`, {
        headers: { 'retry-after': String(seconds) },
      });
    }
    await next();
  };
}
