import type { CodeSender } from './code-sender.ts';
import type { Connector } from './connector.ts';

/** Hands codes to the organisation's own messaging: an operation that takes `reference`, `code` and `language`. */
export function createConnectorCodeSender(
  connector: () => Promise<Connector>,
  to: { readonly operation: string; readonly credentials: readonly string[] },
): CodeSender {
  return {
    send: async function sendThroughConnector({ reference, code, language, idempotencyKey }, signal) {
      const parameters = { reference, code, language };
      const { operation, credentials } = to;
      const system = await connector();
      await system.call({ operation, parameters, effect: 'write', idempotencyKey, credentials }, signal);
    },
  };
}
