import type { Connector } from '../../actions/connector.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../actions/connector-error.ts';
import { DeadlinePassed } from '../../conversation/within-deadline.ts';
import { type Guard, GuardRefusal, type Verdict } from './guard.ts';

/** Failures of the system itself; a refusal is an answer. */
const ofTheSystem: ReadonlySet<ConnectorErrorCode> = new Set(['timed-out', 'unreachable', 'system-failed']);

export function judgeConnectorError(error: unknown): Verdict {
  if (!(error instanceof ConnectorError)) return 'failure';
  if (ofTheSystem.has(error.code)) return 'failure';
  return error.code === 'cancelled' ? 'nothing' : 'answer';
}

/**
 * A connector that stops asking a system which does not answer, so that customers reach a person at once instead of late.
 * Only reads are repeated: a write is sent once under its key, and whoever sent it knows whether it may ask again.
 */
export function guardConnector(connector: Connector, guard: Guard): Connector {
  return {
    call: async function callGuarded(call, signal) {
      try {
        return await guard.run((inner) => connector.call(call, inner), {
          signal,
          isRepeatable: call.effect === 'read',
        });
      } catch (error) {
        throw toConnectorError(error, call.operation);
      }
    },
    close: () => connector.close(),
  };
}

function toConnectorError(error: unknown, operation: string): unknown {
  // Neither was sent: a full queue is a breaker that has not opened yet.
  if (error instanceof GuardRefusal) return new ConnectorError('breaker-open', operation, { cause: error });
  if (error instanceof DeadlinePassed) return new ConnectorError('timed-out', operation, { cause: error });
  if (error instanceof DOMException) return new ConnectorError('cancelled', operation, { cause: error });
  return error;
}
