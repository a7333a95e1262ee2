import { type SSEMessage, streamSSE } from 'hono/streaming';
import type { Role } from '../identity/roles.ts';
import type { HttpContext } from './http-env.ts';
import type { HttpPorts } from './http-ports.ts';
import { problems, toProblemBody } from './problem.ts';
import { toTurnAnswer } from './to-response.ts';
import type { FeedItem, TurnFeed } from './turn-feed.ts';

/** Proxies cut connections that are silent for half a minute or more. */
const KEEP_ALIVE_MS = 15_000;

interface StreamOptions {
  readonly feed: TurnFeed;
  readonly role: Role;
  readonly observe: Pick<HttpPorts['observe'], 'faultCaught'>;
  readonly keepAliveMs?: number;
}

/** Tells a turn as server-sent events, from its first item on. What goes wrong now becomes an event `problem`. */
export function streamTurn(c: HttpContext, first: FeedItem, options: StreamOptions): Response {
  const requestId = c.get('requestId');
  c.header('x-accel-buffering', 'no');
  const response = streamSSE(c, async function tellTurn(stream) {
    const beat = setInterval(() => void stream.write(': keep-alive\n\n'), options.keepAliveMs ?? KEEP_ALIVE_MS);
    try {
      let item = first;
      // Goes on to the end when the client has gone: writes are then dropped, faults are still told.
      while (item.kind === 'stage' || item.kind === 'sentence') {
        await stream.writeSSE(toServerEvent(item, options.role, requestId));
        item = await options.feed.next();
      }
      tellFault(item, options.observe, requestId);
      await stream.writeSSE(toServerEvent(item, options.role, requestId));
    } finally {
      clearInterval(beat);
    }
  });
  // Connection headers are forbidden in HTTP/2 (RFC 9113, 8.2.2): left in, they end the process.
  response.headers.delete('transfer-encoding');
  response.headers.delete('connection');
  response.headers.set('cache-control', 'no-store');
  return response;
}

function toServerEvent(item: FeedItem, role: Role, requestId: string): SSEMessage {
  if (item.kind === 'stage') return toMessage('stage', { stage: item.stage });
  if (item.kind === 'sentence') return toMessage('sentence', { text: item.text });
  if (item.kind === 'turn') return toMessage('turn', toTurnAnswer(item.turn, role));
  return toMessage('problem', toProblemBody(item.problem, requestId));
}

function toMessage(event: FeedItem['kind'], data: object): SSEMessage {
  return { event, data: JSON.stringify(data) };
}

function tellFault(item: FeedItem, observe: StreamOptions['observe'], requestId: string): void {
  if (item.kind !== 'problem' || problems[item.problem.code].status < 500) return;
  observe.faultCaught({ code: item.problem.code, requestId, error: item.problem.cause });
}
