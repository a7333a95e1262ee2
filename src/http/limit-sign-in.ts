import { z } from 'zod';
import type { HttpContext, HttpMiddleware } from './http-env.ts';
import { limitRateBy } from './limit-rate.ts';
import { networkOf } from './network-of.ts';

/** Attempts of everybody together: more are somebody who guesses, and each costs a slow hash. */
const ATTEMPTS_PER_MINUTE = 120;
/** Attempts from one network: whoever guesses from there leaves three quarters to everybody else. */
const ATTEMPTS_OF_ONE = 30;
/** Networks told apart within a minute; what comes from further ones is counted together. */
const MOST_NETWORKS = 1_000;
const MINUTE_MS = 60_000;
const UNKNOWN = 'unknown';

/** What Node's server tells of a request; nothing where there is no socket. */
const connection = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) });

/** Counts attempts by where they come from, and those that are left by everybody together. */
export function limitSignIn(): HttpMiddleware {
  const nameOf = createNetworkNames();
  const limitOne = limitRateBy((c) => nameOf(peerOf(c)), {
    perMinute: ATTEMPTS_OF_ONE,
    words: `From one address somebody may try ${ATTEMPTS_OF_ONE} times a minute`,
  });
  const limitAll = limitRateBy(() => 'sign-in', {
    perMinute: ATTEMPTS_PER_MINUTE,
    words: `Everybody together may try ${ATTEMPTS_PER_MINUTE} times a minute`,
  });
  return async function limitSignInOf(c, next) {
    // The smaller one first: what it refuses takes nothing from what everybody shares.
    await limitOne(c, async () => void (await limitAll(c, next)));
  };
}

/** Names networks for counting, and no more of them a minute than can be kept. */
function createNetworkNames(): (network: string) => string {
  const known = new Set<string>();
  let since = performance.now();
  return function nameNetwork(network) {
    if (performance.now() - since >= MINUTE_MS) {
      known.clear();
      since = performance.now();
    }
    if (!known.has(network) && known.size >= MOST_NETWORKS) return 'others';
    known.add(network);
    return network;
  };
}

/** A header could name any address: only the socket is asked. */
function peerOf(c: HttpContext): string {
  const found = connection.safeParse(c.env);
  return found.success ? networkOf(found.data.incoming.socket.remoteAddress) : UNKNOWN;
}
