import { join, resolve } from 'node:path';
import type { CodeSender } from './actions/code-sender.ts';
import type { Connector } from './actions/connector.ts';
import { createConnectorCodeSender } from './actions/connector-code-sender.ts';
import { ConnectorError } from './actions/connector-error.ts';
import { type KeyedHash, newOneTimeCode } from './actions/one-time-code.ts';
import { openMcpConnector } from './adapters/mcp/open-mcp-connector.ts';
import { openApiConnector } from './adapters/openapi/open-api-connector.ts';
import { createFileCodeSender } from './adapters/sandbox/file-code-sender.ts';
import { openSandbox } from './adapters/sandbox/open-sandbox.ts';
import type { ApplianceGuards } from './compose-guards.ts';
import { readSecret } from './config/read-environment.ts';
import type { ActionPorts } from './pipeline/acting/action-ports.ts';
import type { ConnectorSpec } from './policy/actions-schema.ts';
import type { PolicySnapshot } from './policy/policy-snapshot.ts';

export interface ActionParts {
  /** Folder of the policies: files that connectors name lie in it. */
  readonly policies: string;
  readonly data: string;
  readonly keyedHash: KeyedHash;
  readonly subjectOf: ActionPorts['subjectOf'];
  readonly guard: ApplianceGuards['connector'];
}

export interface Actions extends ActionPorts {
  /** What keeps connectors of the policy from being used, by name. */
  problems(policy: PolicySnapshot): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Opens connectors as policy describes them, each at its first use; one whose description changed is another one. */
export function createActions({ policies, data, keyedHash, subjectOf, guard }: ActionParts): Actions {
  const opened = new Map<string, Connector>();
  const connector = async (policy: PolicySnapshot, name: string): Promise<Connector> => {
    const spec = policy.files.actions.connectors[name];
    if (spec === undefined) throw new ConnectorError('operation-unknown', name);
    const slot = JSON.stringify([name, spec]);
    const known = opened.get(slot);
    if (known) return known;
    const made = guard(openConnector(spec, policies), { name, timeoutMs: spec.timeoutMs });
    opened.set(slot, made);
    return made;
  };
  const file = createFileCodeSender(join(data, 'sandbox-codes.jsonl'));
  return {
    connector,
    codeSender: (policy): CodeSender => {
      const sender = policy.files.actions.identity?.sender;
      return sender ? createConnectorCodeSender(() => connector(policy, sender.connector), sender) : file;
    },
    newCode: newOneTimeCode,
    keyedHash,
    subjectOf,
    problems: (policy) => findProblems(policy, connector),
    close: async function closeConnectors() {
      await Promise.allSettled([...opened.values()].map((one) => one.close()));
    },
  };
}

function openConnector(spec: ConnectorSpec, policies: string): Connector {
  switch (spec.kind) {
    case 'sandbox':
      return openSandbox(spec, resolve(policies, spec.data));
    case 'openapi':
      return openApiConnector(spec, resolve(policies, spec.document), readSecret);
    case 'mcp':
      return openMcpConnector(spec, readSecret);
  }
}

async function findProblems(policy: PolicySnapshot, connector: Actions['connector']): Promise<readonly string[]> {
  const { operations } = policy.actions;
  const names = [...new Set(operations.map(({ spec }) => spec.connector))];
  const found = await Promise.all(
    names.map((name) =>
      connector(policy, name).then(
        () => [],
        (error: unknown) => [
          `Connector "${name}" cannot be used: ${error instanceof ConnectorError ? error.code : 'unknown'}`,
        ],
      ),
    ),
  );
  const sendsNowhere = operations.some(({ spec }) => spec.needsIdentity) && !policy.files.actions.identity?.sender;
  const warning = 'One-time codes are written to "sandbox-codes.jsonl" in the data folder; no customer receives them';
  return [...found.flat(), ...(sendsNowhere ? [warning] : [])];
}
