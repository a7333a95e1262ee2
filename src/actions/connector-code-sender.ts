import type { CodeSender } from './code-sender.ts';
import type { Connector } from './connector.ts';
import { ConnectorError } from './connector-error.ts';

/**
 * Hands codes to the organisation's own messaging: an operation that takes `reference`, `code` and `language`. A
 * reference it does not know, or turns down, is answered as one that got its code: strangers learn nothing.
 */
export function createConnectorCodeSender(
  connector: () => Promise<Connector>,
  to: { readonly operation: string; readonly credentials: readonly string[] },
): CodeSender {
  return {
    send: async function sendThroughConnector({ reference, code, language, idempotencyKey }, signal) {
      const parameters = { reference, code, language };
      const { operation, credentials } = to;
      const system = await connector();
      try {
        await system.call({ operation, parameters, effect: 'write', idempotencyKey, credentials }, signal);
      } catch (error) {
        const isAboutReference =
          error instanceof ConnectorError && (error.code === 'not-found' || error.code === 'refused');
        if (!isAboutReference) throw error;
      }
    },
  };
}
