import type { HttpMiddleware } from './http-env.ts';
import { limitRateBy } from './limit-rate.ts';

/** Attempts of everybody together: more are somebody who guesses, and each costs a slow hash. */
const ATTEMPTS_PER_MINUTE = 120;

export function limitSignIn(): HttpMiddleware {
  return limitRateBy(() => 'sign-in', {
    perMinute: ATTEMPTS_PER_MINUTE,
    words: `Everybody together may try ${ATTEMPTS_PER_MINUTE} times a minute`,
  });
}
