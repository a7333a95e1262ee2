import type { Connector } from './connector.ts';
import { ConnectorError, type ConnectorErrorCode } from './connector-error.ts';

/** Failures of the system itself; a refusal is an answer. */
const ofTheSystem: ReadonlySet<ConnectorErrorCode> = new Set(['timed-out', 'unreachable', 'system-failed']);

/** Failures in a row after which a system is left alone. */
const MOST_FAILURES = 5;
/** How long it is left alone; then one call tries it. */
const PAUSE_MS = 30_000;

/** A connector that stops asking a system which does not answer, so that customers reach a person at once instead of late. */
export function withBreaker(connector: Connector, now: () => Date): Connector {
  let failures = 0;
  let closedAgainAt = 0;
  return {
    call: async function callUnlessOpen(call, signal) {
      const at = now().getTime();
      if (at < closedAgainAt) throw new ConnectorError('breaker-open', call.operation);
      // Whoever comes while one call tries the system is turned away.
      if (failures >= MOST_FAILURES) closedAgainAt = at + PAUSE_MS;
      try {
        const answer = await connector.call(call, signal);
        failures = 0;
        closedAgainAt = 0;
        return answer;
      } catch (error) {
        const isSystem = error instanceof ConnectorError && ofTheSystem.has(error.code);
        failures = isSystem ? failures + 1 : 0;
        closedAgainAt = failures >= MOST_FAILURES ? now().getTime() + PAUSE_MS : 0;
        throw error;
      }
    },
    close: () => connector.close(),
  };
}
