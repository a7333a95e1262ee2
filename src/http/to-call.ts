import type { Call } from '../pipeline/appliance.ts';
import type { HttpContext } from './http-env.ts';
import type { HttpPorts } from './http-ports.ts';

/**
 * Who calls, and under which `Idempotency-Key`; the header was checked with the rest of the input. Callers choose their
 * keys, some out of an account number: only a hash of the key goes further.
 */
export function toCall(c: HttpContext, ports: Pick<HttpPorts, 'requestHash'>): Call {
  const key = c.req.header('idempotency-key');
  const requestHash = () => ports.requestHash(c.req.method, c.req.path, c.get('bodyText') ?? '');
  return {
    caller: c.get('caller'),
    requestId: c.get('requestId'),
    idempotency:
      key === undefined ? null : { key: ports.requestHash('Idempotency-Key', '', key), requestHash: requestHash() },
  };
}
