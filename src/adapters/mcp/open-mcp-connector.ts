import { type CallToolResult, type Client, SdkError, SdkErrorCode, type Tool } from '@modelcontextprotocol/client';
import type { Connector, ConnectorCall, ParameterValue } from '../../actions/connector.ts';
import { ConnectorError } from '../../actions/connector-error.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import { type McpSpec, openMcpClient } from './open-mcp-client.ts';

interface Session {
  readonly client: Client;
  readonly tools: ReadonlyMap<string, Tool>;
}

/**
 * A system of record behind a server of the Model Context Protocol, as a process or over HTTP. Calls that may use other
 * credentials get a session of their own, so that a secret goes with the calls it is for.
 *
 * @throws {ConnectorError} `credentials-missing`
 */
export function openMcpConnector(spec: McpSpec, secretOf: (variable: string) => string | undefined): Connector {
  const sessions = new Map<string, Promise<Session>>();
  for (const variable of Object.values(spec.credentials)) {
    if (!secretOf(variable)) throw new ConnectorError('credentials-missing', 'open');
  }
  const sessionFor = (names: readonly string[]): Promise<Session> => {
    const slot = [...names].sort().join('\n');
    const known = sessions.get(slot);
    if (known) return known;
    const secrets = Object.fromEntries(names.map((name) => [name, secretOf(spec.credentials[name] ?? '') ?? '']));
    const opening = openSession(spec, secrets, () => sessions.delete(slot));
    sessions.set(slot, opening);
    opening.catch(() => sessions.delete(slot));
    return opening;
  };
  return {
    call: async function callTool(call, signal) {
      try {
        const session = await sessionFor(call.credentials);
        return await callIn(session, call, { spec, ...(signal ? { signal } : {}) });
      } catch (error) {
        throw toConnectorError(error, call, signal);
      }
    },
    close: async function closeSessions() {
      const open = await Promise.allSettled(sessions.values());
      await Promise.allSettled(open.flatMap((one) => (one.status === 'fulfilled' ? [one.value.client.close()] : [])));
    },
  };
}

async function openSession(
  spec: McpSpec,
  secrets: Readonly<Record<string, string>>,
  onClose: () => void,
): Promise<Session> {
  const client = await openMcpClient(spec, secrets);
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the client is no event target
  client.onclose = onClose;
  const { tools } = await client.listTools({}, { timeout: spec.timeoutMs });
  return { client, tools: new Map(tools.map((tool) => [tool.name, tool])) };
}

async function callIn(
  { client, tools }: Session,
  call: ConnectorCall,
  { spec, signal }: { readonly spec: McpSpec; readonly signal?: AbortSignal },
): Promise<unknown> {
  const tool = tools.get(call.operation);
  if (tool === undefined) throw new ConnectorError('operation-unknown', call.operation);
  // Hints of a server prove nothing in its favour; one that says "this writes" is believed.
  if (tool.annotations?.readOnlyHint === false && call.effect === 'read') {
    throw new ConnectorError('risk-understated', call.operation);
  }
  refuseParameters(tool, call);
  const result = await client.callTool(
    {
      name: call.operation,
      arguments: { ...call.parameters },
      _meta: { 'confidant/idempotency-key': call.idempotencyKey },
    },
    { timeout: spec.timeoutMs, maxTotalTimeout: spec.timeoutMs, ...(signal ? { signal } : {}) },
  );
  return toAnswer(result, call, spec.maxBytes);
}

function refuseParameters({ inputSchema }: Tool, { operation, parameters }: ConnectorCall): void {
  const properties = inputSchema.properties ?? {};
  const known = Object.entries(parameters).every(
    ([name, value]) => Object.hasOwn(properties, name) && isOf(properties[name], value),
  );
  const complete = (inputSchema.required ?? []).every((name) => Object.hasOwn(parameters, name));
  if (!known || !complete) throw new ConnectorError('parameters-invalid', operation);
}

function isOf(property: unknown, value: ParameterValue): boolean {
  const type = typeof property === 'object' && property !== null && 'type' in property ? property.type : undefined;
  if (type === 'integer') return Number.isInteger(value);
  return typeof type === 'string' ? typeof value === type : true;
}

function toAnswer(
  { structuredContent, content, isError }: CallToolResult,
  call: ConnectorCall,
  maxBytes: number,
): unknown {
  // A tool that fails on the way may have changed something; a read that fails has not.
  if (isError === true) throw new ConnectorError(call.effect === 'read' ? 'refused' : 'system-failed', call.operation);
  const text = content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  if (text.length > maxBytes) throw new ConnectorError('answer-too-large', call.operation);
  if (structuredContent !== undefined) return structuredContent;
  try {
    return parseJson(text);
  } catch (cause) {
    throw new ConnectorError('answer-unreadable', call.operation, { cause });
  }
}

function toConnectorError(error: unknown, call: ConnectorCall, signal: AbortSignal | undefined): ConnectorError {
  if (error instanceof ConnectorError) return error;
  if (signal?.aborted === true) return new ConnectorError('cancelled', call.operation, { cause: error });
  const timedOut = error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout;
  return new ConnectorError(timedOut ? 'timed-out' : 'unreachable', call.operation, { cause: error });
}
