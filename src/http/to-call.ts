import type { Call } from '../pipeline/appliance.ts';
import type { HttpContext } from './http-env.ts';
import type { HttpPorts } from './http-ports.ts';

/** Who calls, and under which `Idempotency-Key`; the header was checked with the rest of the input. */
export function toCall(c: HttpContext, ports: Pick<HttpPorts, 'requestHash'>): Call {
  const key = c.req.header('idempotency-key');
  const requestHash = () => ports.requestHash(c.req.method, c.req.path, c.get('bodyText') ?? '');
  return {
    caller: c.get('caller'),
    requestId: c.get('requestId'),
    idempotency: key === undefined ? null : { key, requestHash: requestHash() },
  };
}
