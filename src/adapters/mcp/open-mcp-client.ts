import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { ConnectorError } from '../../actions/connector-error.ts';
import type { ConnectorSpec } from '../../policy/actions-schema.ts';

export type McpSpec = Extract<ConnectorSpec, { kind: 'mcp' }>;

/** An answer may come twice, as text and as structure, and in a frame; past this the session itself is cut off. */
const hardBound = (maxBytes: number): number => maxBytes * 8;

/**
 * Opens a client that offers a server nothing: no sampling, no elicitation, no roots, so that a server can ask neither
 * the model nor the customer for anything.
 *
 * @param secrets variable or header → value; this client and no other has them
 */
export async function openMcpClient(spec: McpSpec, secrets: Readonly<Record<string, string>>): Promise<Client> {
  const client = new Client({ name: 'confidant', version: '1' }, { capabilities: {} });
  await client.connect(toTransport(spec, secrets), { timeout: spec.timeoutMs });
  return client;
}

function toTransport(spec: McpSpec, secrets: Readonly<Record<string, string>>) {
  const [command, ...args] = spec.command ?? [];
  if (command !== undefined) {
    // What the process writes to its standard error may hold values: it goes nowhere.
    const maxBufferSize = hardBound(spec.maxBytes);
    return new StdioClientTransport({
      command,
      args,
      env: processEnvironment(secrets),
      stderr: 'ignore',
      maxBufferSize,
    });
  }
  const url = new URL(spec.url ?? '');
  if (!spec.hosts.includes(url.host)) throw new ConnectorError('host-not-allowed', 'open');
  return new StreamableHTTPClientTransport(url, {
    requestInit: { headers: { ...secrets }, redirect: 'error' },
    fetch: boundedFetch(spec),
    reconnectionOptions: {
      maxRetries: 0,
      initialReconnectionDelay: 1_000,
      maxReconnectionDelay: 1_000,
      reconnectionDelayGrowFactor: 1,
    },
  });
}

/** A process gets what it was given and where programs lie, and nothing else of this one's environment. */
function processEnvironment(secrets: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', ...secrets };
}

/** Calls the listed hosts alone, follows no redirect, and stops reading an answer at its bound. */
function boundedFetch({ hosts, maxBytes }: McpSpec) {
  return async function fetchBounded(input: string | URL, init?: RequestInit): Promise<Response> {
    if (!hosts.includes(new URL(input).host)) throw new ConnectorError('host-not-allowed', 'call');
    const response = await fetch(input, { ...init, redirect: 'error' });
    if (response.body === null || init?.method !== 'POST') return response;
    let bytes = 0;
    const bound = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > hardBound(maxBytes)) controller.error(new ConnectorError('answer-too-large', 'call'));
        else controller.enqueue(chunk);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(bound), { status, statusText, headers });
  };
}
