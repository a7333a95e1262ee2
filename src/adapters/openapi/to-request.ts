import type { ConnectorCall, ParameterValue } from '../../actions/connector.ts';
import { ConnectorError } from '../../actions/connector-error.ts';
import type { ApiDocument, ApiOperation } from './read-api-document.ts';

/** A request that may be sent: address, method, headers with their secrets, body. */
export interface ApiRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | null;
}

interface Credential {
  readonly name: string;
  readonly secret: string;
}

/**
 * Builds the request of a call out of the document alone: every parameter goes where the document puts it.
 *
 * @throws {ConnectorError} `parameters-invalid`, `credentials-missing`
 */
export function toRequest(
  { operation, server }: { readonly operation: ApiOperation; readonly server: string },
  call: ConnectorCall,
  secured: { readonly document: ApiDocument; readonly credentials: readonly Credential[]; readonly keyHeader: string },
): ApiRequest {
  refuseUnknown(operation, call);
  const path = operation.path.replace(/\{([^}]+)\}/gu, (_, name: string) => {
    const value = String(call.parameters[name] ?? '');
    // A dot segment would leave the path the document names.
    if (value === '' || value === '.' || value === '..') throw new ConnectorError('parameters-invalid', call.operation);
    return encodeURIComponent(value);
  });
  const url = new URL(`${server.replace(/\/$/u, '')}${path}`);
  const headers = new Headers({ accept: 'application/json' });
  for (const { name, in: where } of operation.parameters) {
    const value = call.parameters[name];
    if (value === undefined) continue;
    if (where === 'query') url.searchParams.set(name, String(value));
    if (where === 'header') headers.set(name, String(value));
  }
  if (operation.method !== 'get' && operation.method !== 'head') headers.set(secured.keyHeader, call.idempotencyKey);
  authorize({ url, headers }, operation, call, secured);
  const body = bodyOf(operation, call);
  if (body !== null) headers.set('content-type', 'application/json');
  return { url, method: operation.method.toUpperCase(), headers, body };
}

function refuseUnknown({ parameters, body }: ApiOperation, call: ConnectorCall): void {
  const types = new Map<string, string | undefined>([
    ...parameters.map(({ name, schema }) => [name, schema?.type] as const),
    ...Object.entries(body?.fields ?? {}),
  ]);
  const required = [...parameters.filter((one) => one.required).map((one) => one.name), ...(body?.required ?? [])];
  const known = Object.entries(call.parameters).every(
    ([name, value]) => types.has(name) && isOf(types.get(name), value),
  );
  if (known && required.every((name) => Object.hasOwn(call.parameters, name))) return;
  throw new ConnectorError('parameters-invalid', call.operation);
}

function isOf(type: string | undefined, value: ParameterValue): boolean {
  switch (type) {
    case undefined:
      return true;
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function bodyOf({ body }: ApiOperation, { parameters }: ConnectorCall): string | null {
  if (body === null) return null;
  return JSON.stringify(
    Object.fromEntries(Object.entries(parameters).filter(([name]) => Object.hasOwn(body.fields, name))),
  );
}

/** Takes the first alternative of the document all of whose credentials the call may use. */
function authorize(
  { url, headers }: { readonly url: URL; readonly headers: Headers },
  operation: ApiOperation,
  call: ConnectorCall,
  { document, credentials }: { readonly document: ApiDocument; readonly credentials: readonly Credential[] },
): void {
  if (operation.security.length === 0) return;
  const usable = new Map(
    credentials.filter(({ name }) => call.credentials.includes(name)).map((one) => [one.name, one.secret]),
  );
  const chosen = operation.security.find((names) => names.every((name) => usable.has(name)));
  if (chosen === undefined) throw new ConnectorError('credentials-missing', call.operation);
  for (const name of chosen) {
    const scheme = document.schemes[name];
    const secret = usable.get(name) ?? '';
    if (scheme?.type === 'http' && scheme.scheme.toLowerCase() === 'basic') {
      headers.set('authorization', `Basic ${Buffer.from(secret).toString('base64')}`);
    } else if (scheme?.type === 'http') headers.set('authorization', `Bearer ${secret}`);
    else if (scheme?.type === 'apiKey' && scheme.in === 'header') headers.set(scheme.name, secret);
    else if (scheme?.type === 'apiKey' && scheme.in === 'query') url.searchParams.set(scheme.name, secret);
    else throw new ConnectorError('credentials-missing', call.operation);
  }
}
