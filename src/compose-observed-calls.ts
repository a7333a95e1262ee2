import type { Connector } from './actions/connector.ts';
import { ConnectorError } from './actions/connector-error.ts';
import type { Actions } from './compose-actions.ts';

/** Told that a system of record answered: `done`, or a code. Must not throw. */
export type TellBackendCall = (call: { readonly connector: string; readonly result: string }) => void;

/** The same connectors; every call is told as it ends. */
export function observeConnectors(actions: Actions, tell: TellBackendCall): Actions {
  const observe = (name: string, connector: Connector): Connector => ({
    call: async function callObserved(call, signal) {
      try {
        const answer = await connector.call(call, signal);
        tell({ connector: name, result: 'done' });
        return answer;
      } catch (error) {
        tell({ connector: name, result: error instanceof ConnectorError ? error.code : 'failed' });
        throw error;
      }
    },
    close: () => connector.close(),
  });
  return { ...actions, connector: async (policy, name) => observe(name, await actions.connector(policy, name)) };
}
