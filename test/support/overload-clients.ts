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

export function openOverloadClient(port: number, key: string): OverloadClient {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const call = (method: string, path: string, body: string | null, headers: Record<string, string>): Promise<Timed> => {
    const begun = performance.now();
    return new Promise((resolve, reject) => {
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
        // The server may end an idle connection while a call is on its way: its key makes it
        // safe to send again.
        if (asked.reusedSocket && 'code' in error && error.code === 'ECONNRESET') {
          call(method, path, body, headers).then(
            (timed) => resolve({ ...timed, ms: performance.now() - begun }),
            reject,
          );
        } else reject(error);
      });
      asked.end(body ?? undefined);
    });
  };
  const authorization = `Bearer ${key}`;
  return {
    post: (path, body, idempotencyKey = crypto.randomUUID()) =>
      call('POST', path, JSON.stringify(body), {
        authorization,
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
      }),
    get: (path) => call('GET', path, null, { authorization }),
    close: () => agent.destroy(),
  };
}

/** Nearest-rank percentile of milliseconds, rounded; 0 of none. */
export function percentileOf(timed: readonly Timed[], share: number): number {
  const sorted = timed.map(({ ms }) => ms).sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0);
}
