import { bodyLimit } from 'hono/body-limit';
import type { HttpContext, HttpMiddleware } from './http-env.ts';
import { HttpProblem } from './problem.ts';

const jsonType = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/**
 * Takes the body as UTF-8 JSON text before any schema looks at it, and leaves the text for the request's hash.
 *
 * @param presence `optional` reads no body as `{}`, whatever its content type
 */
export function readBody(presence: 'required' | 'optional', maxBytes: number): HttpMiddleware {
  const limitBody: HttpMiddleware = bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new HttpProblem('body-too-large', `A body may have ${maxBytes} bytes`);
    },
  });
  return async function readBodyOf(c, next) {
    const bytes = await takeBytes(c, limitBody);
    if (bytes.byteLength === 0 && presence === 'optional') {
      dropContentType(c);
      c.set('bodyText', '');
      return next();
    }
    if (bytes.byteLength > 0 && !jsonType.test(c.req.header('content-type') ?? '')) {
      throw new HttpProblem('body-type-unsupported', 'Send "Content-Type: application/json"');
    }
    c.set('bodyText', toText(bytes));
    return next();
  };
}

async function takeBytes(c: HttpContext, limitBody: HttpMiddleware): Promise<ArrayBuffer> {
  try {
    await limitBody(c, async () => undefined);
    return await c.req.arrayBuffer();
  } catch (cause) {
    if (cause instanceof HttpProblem) throw cause;
    throw new HttpProblem('body-unreadable', undefined, { cause });
  }
}

function toText(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new HttpProblem('body-not-json', 'Send one JSON object in UTF-8', { cause });
  }
}

/** Many clients declare JSON and send nothing; without the declaration nothing is parsed. */
function dropContentType(c: HttpContext): void {
  if (c.req.header('content-type') === undefined) return;
  const headers = new Headers(c.req.raw.headers);
  headers.delete('content-type');
  c.req.raw = new Request(c.req.url, { method: c.req.method, headers });
}
