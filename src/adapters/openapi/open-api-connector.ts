import type { Connector, ConnectorCall } from '../../actions/connector.ts';
import { ConnectorError } from '../../actions/connector-error.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import type { ConnectorSpec } from '../../policy/actions-schema.ts';
import { type ApiDocument, readApiDocument } from './read-api-document.ts';
import { type ApiRequest, toRequest } from './to-request.ts';

type ApiSpec = Extract<ConnectorSpec, { kind: 'openapi' }>;

/**
 * A system of record that speaks HTTP as its OpenAPI document says.
 *
 * @param file the document
 * @param secretOf value of an environment variable, undefined where it is not set
 * @throws {ConnectorError} `document-invalid`, `credentials-missing`, `host-not-allowed`
 */
export function openApiConnector(
  spec: ApiSpec,
  file: string,
  secretOf: (variable: string) => string | undefined,
): Connector {
  const document = readApiDocument(file);
  const server = spec.server ?? document.server ?? '';
  refuseHost(spec, server);
  const credentials = Object.entries(spec.credentials).map(([name, variable]) => {
    const secret = secretOf(variable);
    if (secret === undefined || secret === '') throw new ConnectorError('credentials-missing', 'open');
    return { name, secret };
  });
  return {
    call: async function callApi(call, signal) {
      const request = buildRequest(call, { document, server, credentials, keyHeader: spec.idempotencyHeader });
      const limit = AbortSignal.timeout(spec.timeoutMs);
      try {
        return await send(request, call, {
          maxBytes: spec.maxBytes,
          signal: signal ? AbortSignal.any([signal, limit]) : limit,
        });
      } catch (error) {
        if (error instanceof ConnectorError) throw error;
        if (limit.aborted) throw new ConnectorError('timed-out', call.operation, { cause: error });
        if (signal?.aborted === true) throw new ConnectorError('cancelled', call.operation, { cause: error });
        throw new ConnectorError('unreachable', call.operation, { cause: error });
      }
    },
    close: async () => undefined,
  };
}

function buildRequest(
  call: ConnectorCall,
  parts: {
    readonly document: ApiDocument;
    readonly server: string;
    readonly credentials: readonly { readonly name: string; readonly secret: string }[];
    readonly keyHeader: string;
  },
): ApiRequest {
  const operation = parts.document.operations.get(call.operation);
  if (operation === undefined) throw new ConnectorError('operation-unknown', call.operation);
  const writes = operation.method !== 'get' && operation.method !== 'head';
  if (writes && call.effect === 'read') throw new ConnectorError('risk-understated', call.operation);
  return toRequest({ operation, server: parts.server }, call, parts);
}

/** Documents are written by others: where they lead is held against the list of the policy. */
function refuseHost({ hosts }: ApiSpec, server: string): void {
  const url = URL.canParse(server) ? new URL(server) : null;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url && isWeb && hosts.includes(url.host)) return;
  throw new ConnectorError('host-not-allowed', 'open');
}

async function send(
  { url, method, headers, body }: ApiRequest,
  call: ConnectorCall,
  bounds: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<unknown> {
  const { signal } = bounds;
  const response = await fetch(url, {
    method,
    headers,
    ...(body === null ? {} : { body }),
    redirect: 'manual',
    signal,
  });
  if (!response.ok) await response.body?.cancel();
  // A redirect would carry credentials and values to a host nobody listed.
  if (response.status >= 300 && response.status < 400) throw new ConnectorError('redirected', call.operation);
  if (response.status === 404) throw new ConnectorError('not-found', call.operation);
  if (response.status >= 400 && response.status < 500) throw new ConnectorError('refused', call.operation);
  if (!response.ok) throw new ConnectorError('system-failed', call.operation);
  const text = await readBounded(response, call, bounds.maxBytes);
  if (text === '') return {};
  try {
    return parseJson(text);
  } catch (cause) {
    throw new ConnectorError('answer-unreadable', call.operation, { cause });
  }
}

async function readBounded(response: Response, call: ConnectorCall, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new ConnectorError('answer-too-large', call.operation);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
