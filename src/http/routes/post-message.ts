import { createRoute, z } from '@hono/zod-openapi';
import { accepts } from 'hono/accepts';
import { guardWrite } from '../guard.ts';
import type { HttpApp, HttpContext } from '../http-env.ts';
import type { HttpPorts } from '../http-ports.ts';
import { idempotencyHeader, idParams, trimmedText } from '../schemas/input-text.ts';
import { writeProblems } from '../schemas/problem-schema.ts';
import { turnSchema } from '../schemas/turn-schema.ts';
import { streamTurn } from '../stream-turn.ts';
import { toCall } from '../to-call.ts';
import { toTurnAnswer } from '../to-response.ts';
import { createTurnFeed } from '../turn-feed.ts';

const streamExample =
  'event: stage\ndata: {"stage":"redact"}\n\nevent: sentence\ndata: {"text":"…"}\n\nevent: turn\ndata: {"turn":1}\n\n';

/** `POST /v1/conversations/{id}/messages`: one customer message, one Turn; as JSON or as server-sent events. */
export function postMessage(app: HttpApp, ports: HttpPorts): void {
  const { conversations, limits } = ports;
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations/{id}/messages',
    operationId: 'postMessage',
    summary: 'Say something to the assistant',
    tags: ['Conversations'],
    ...guardWrite('converse', 'required', limits),
    request: {
      params: idParams,
      headers: idempotencyHeader,
      body: {
        required: true,
        content: {
          'application/json': {
            schema: z.strictObject({ text: trimmedText(limits.messageCharacters) }),
            example: { text: 'I lost my card, what now?' },
          },
        },
      },
    },
    responses: {
      200: {
        description: 'The Turn; as an event stream `stage`, `sentence`, `turn` in this order, `problem` where it fails',
        content: {
          'application/json': { schema: turnSchema },
          'text/event-stream': { schema: z.string(), example: streamExample },
        },
      },
      ...writeProblems,
    },
  });
  app.openapi(route, async function answerMessage(c) {
    const { id } = c.req.valid('param');
    const { text } = c.req.valid('json');
    const call = toCall(c, ports);
    const { role } = call.caller;
    if (!wantsStream(c)) return c.json(toTurnAnswer(await conversations.post(id, text, call), role), 200);
    const feed = createTurnFeed((listen) => conversations.post(id, text, call, listen));
    return streamTurn(c, await feed.begin(), { feed, role, observe: ports.observe });
  });
}

function wantsStream(c: HttpContext): boolean {
  const supports = ['application/json', 'text/event-stream'];
  return accepts(c, { header: 'Accept', supports, default: 'application/json' }) === 'text/event-stream';
}
