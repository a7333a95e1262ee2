import { ModelError } from '../model-error.ts';

/** A server that has not answered by then, or has sent no byte for so long, is given up. */
export const HUB_IDLE_LIMIT_MS = 60_000;
const REDIRECT_LIMIT = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Codes of Node and of its fetch for a connection that was there and is gone. */
const INTERRUPTIONS: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_SOCKET',
]);

/** Cures itself by asking again: a lost connection, a busy server, a silent one. */
export class HubInterruption extends Error {
  override readonly name = 'HubInterruption';
}

/** What to ask for. With `resume`, only the bytes from `size` on, if the file is still the one `validator` names. */
export interface HubRequest {
  readonly url: string;
  readonly resume?: { readonly size: number; readonly validator: string } | undefined;
  readonly idleLimitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** An answer with a body: 200, 206 or 416. */
export interface HubAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The SHA-256 the hub announces for the file, from its own answer before any redirect. */
  readonly announced: { readonly linked?: string | undefined; readonly etag?: string | undefined };
  /** Throws {@link HubInterruption} when the connection is lost. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the request, read or not. */
  close(): void;
}

/**
 * Asks a hub for a file and follows its redirects.
 *
 * @throws {HubInterruption} worth another try
 * @throws {ModelError} `model-unavailable` with one readable line, `cancelled`
 */
export async function requestFile(request: HubRequest): Promise<HubAnswer> {
  const idle = createIdleTimer(request);
  try {
    const { response, announced } = await follow(request, idle.signal);
    idle.restart();
    if (![200, 206, 416].includes(response.status)) throw refusalOf(response.status, request.url);
    const chunks = readBody(response, request, idle);
    return { status: response.status, headers: response.headers, announced, chunks, close: () => idle.close() };
  } catch (error) {
    idle.close();
    throw toFault(error, request);
  }
}

async function follow(
  request: HubRequest,
  signal: AbortSignal,
): Promise<{ response: Response; announced: HubAnswer['announced'] }> {
  const headers = new Headers({ 'accept-encoding': 'identity' });
  if (request.resume) {
    headers.set('range', `bytes=${request.resume.size}-`);
    headers.set('if-range', request.resume.validator);
  }
  let url = request.url;
  let linked: string | undefined;
  for (let hop = 0; hop <= REDIRECT_LIMIT; hop += 1) {
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    linked ??= toSha256(response.headers.get('x-linked-etag'));
    const location = response.headers.get('location');
    if (!REDIRECTS.has(response.status) || location === null) {
      return { response, announced: { linked, etag: toSha256(response.headers.get('etag')) } };
    }
    await response.body?.cancel();
    const next = new URL(location, url);
    if (url.startsWith('https:') && next.protocol !== 'https:') {
      throw new ModelError('model-unavailable', `"${request.url}" redirects to an unencrypted address`);
    }
    url = next.href;
  }
  throw new ModelError('model-unavailable', `"${request.url}" redirects more than ${REDIRECT_LIMIT} times`);
}

async function* readBody(response: Response, request: HubRequest, idle: IdleTimer): AsyncGenerator<Uint8Array> {
  try {
    if (response.body === null) return;
    for await (const chunk of response.body) {
      idle.restart();
      yield chunk;
    }
  } catch (error) {
    throw toFault(error, request);
  }
}

interface IdleTimer {
  readonly signal: AbortSignal;
  restart(): void;
  /** Ends whatever still runs under the signal. */
  close(): void;
}

function createIdleTimer(request: HubRequest): IdleTimer {
  const silence = new AbortController();
  const expire = () => silence.abort(new HubInterruption(`no byte for ${request.idleLimitMs / 1000} s`));
  let timer = setTimeout(expire, request.idleLimitMs);
  return {
    signal: request.signal ? AbortSignal.any([silence.signal, request.signal]) : silence.signal,
    restart() {
      clearTimeout(timer);
      timer = setTimeout(expire, request.idleLimitMs);
    },
    close() {
      clearTimeout(timer);
      silence.abort();
    },
  };
}

function refusalOf(status: number, url: string): Error {
  if (status === 429 || status >= 500) return new HubInterruption(`"${url}" answers ${status}`);
  if (status === 401 || status === 403) {
    return new ModelError('model-unavailable', `"${url}" answers ${status}: the repository is missing or gated`);
  }
  return new ModelError('model-unavailable', `"${url}" answers ${status}`);
}

/** Names that do not resolve and ports nobody listens on stay so for a while: those are not tried again. */
function toFault(error: unknown, request: HubRequest): Error {
  if (error instanceof ModelError || error instanceof HubInterruption) return error;
  if (request.signal?.aborted) return new ModelError('cancelled', 'Pull was cancelled', { cause: error });
  const { host } = new URL(request.url);
  const code = codeOf(error);
  if (code !== undefined && INTERRUPTIONS.has(code)) {
    return new HubInterruption(`connection to ${host} was lost`, { cause: error });
  }
  return new ModelError('model-unavailable', `cannot reach ${host}: ${code ?? wordsOf(error)}`, { cause: error });
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}

function toSha256(tag: string | null): string | undefined {
  return /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(tag ?? '')?.[1];
}
