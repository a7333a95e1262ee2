import { setTimeout } from 'node:timers/promises';
import { type PublishedLog, publishedPaths } from '../../audit/published-log.ts';

export interface HttpLogOptions {
  /** Of the appliance, such as `https://confidant.example`. */
  readonly address: string;
  /** An API key of an auditor. */
  readonly key: string;
}

/** Tiles of a large log are more than one minute's share of requests. */
const MOST_TRIES = 30;
const DEADLINE_MS = 120_000;
const DEFAULT_WAIT_SECONDS = 2;

/** A log behind an appliance's HTTP. Asks again where it is told to wait. */
export function openHttpLog({ address, key }: HttpLogOptions): PublishedLog {
  const base = `${address.replace(/\/+$/, '')}/v1/audit/`;
  return {
    grows: true,
    async open(path) {
      for (let tries = 1; ; tries += 1) {
        const response = await fetch(new URL(path, base), {
          headers: { authorization: `Bearer ${key}` },
          redirect: 'error',
          signal: AbortSignal.timeout(DEADLINE_MS),
        });
        if (response.ok) return response.body ?? undefined;
        await response.body?.cancel();
        // What a key may not see is answered as if it were not there; every log has this one.
        if (response.status === 404 && path === publishedPaths.checkpoints) {
          throw new Error('Cannot read the log: the key is not that of an auditor');
        }
        if (response.status === 404) return undefined;
        if (!isWorthWaiting(response.status) || tries === MOST_TRIES) {
          throw new Error(`Cannot read "${path}": the appliance answers ${response.status}`);
        }
        await setTimeout(1_000 * Number(response.headers.get('retry-after') ?? DEFAULT_WAIT_SECONDS));
      }
    },
  };
}

function isWorthWaiting(status: number): boolean {
  return status === 429 || status === 503;
}
