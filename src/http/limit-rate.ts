import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { HttpContext, HttpMiddleware } from './http-env.ts';
import { HttpProblem } from './problem.ts';

/** Counts requests per key in windows of a minute; beyond them 429 with the seconds until the window ends. */
export function limitRate(requestsPerMinute: number): HttpMiddleware {
  return limitRateBy((c) => c.get('caller').keyId, {
    perMinute: requestsPerMinute,
    words: `This key may ask ${requestsPerMinute} times a minute`,
  });
}

/** As {@link limitRate}, counting by whatever `nameOf` answers. */
export function limitRateBy(
  nameOf: (c: HttpContext) => string,
  { perMinute, words }: { readonly perMinute: number; readonly words: string },
): HttpMiddleware {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async function limitRateOf(c, next) {
    try {
      await limiter.consume(nameOf(c));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new HttpProblem('rate-limited', words, { headers: { 'retry-after': String(seconds) } });
    }
    await next();
  };
}
