import { Agent, request as send } from 'node:http';
import { performance } from 'node:perf_hooks';

/** What came back of one call, and how long it took. */
export interface Timed {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
  readonly ms: number;
}

/** Calls an appliance over connections that stay open, as many as there are callers. */
export interface OverloadClient {
  post(path: string, body: object, idempotencyKey?: string): Promise<Timed>;
  get(path: string): Promise<Timed>;
  close(): void;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers: Record<string, string>;
}

/** The server ended an idle connection while a call was on its way. */
class ConnectionEnded extends Error {}

export function openOverloadClient(port: number, key: string): OverloadClient {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const sendOnce = ({ method, path, body, headers }: Call, begun: number): Promise<Timed> =>
    new Promise((resolve, reject) => {
      const asked = send({ agent, port, host: '127.0.0.1', method, path, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            retryAfter: answer.headers['retry-after'] ?? null,
            body: Buffer.concat(chunks).toString('utf8'),
            ms: performance.now() - begun,
          }),
        );
        answer.once('error', reject);
      });
      asked.once('error', (error) => {
        const isEnded = asked.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
        reject(isEnded ? new ConnectionEnded() : error);
      });
      asked.end(body);
    });
  /** Sends a call again that met the end of an idle connection: its Idempotency-Key makes that safe. */
  const call = async (one: Call): Promise<Timed> => {
    const begun = performance.now();
    for (;;) {
      try {
        return await sendOnce(one, begun);
      } catch (error) {
        if (!(error instanceof ConnectionEnded)) throw error;
      }
    }
  };
  const authorization = `Bearer ${key}`;
  return {
    post: (path, body, idempotencyKey = crypto.randomUUID()) =>
      call({
        method: 'POST',
        path,
        body: JSON.stringify(body),
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
      }),
    get: (path) => call({ method: 'GET', path, headers: { authorization } }),
    close: () => agent.destroy(),
  };
}

/** Nearest-rank percentile of milliseconds, rounded; 0 of none. */
export function percentileOf(timed: readonly Timed[], share: number): number {
  const sorted = timed.map(({ ms }) => ms).sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0);
}
