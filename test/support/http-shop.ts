import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OrderShop } from './order-shop.ts';

/** The shop over HTTP, and what it was asked: for tests of what a request carries. */
export interface HttpShop {
  readonly host: string;
  readonly asked: { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers'] }[];
  readonly document: object;
  close(): Promise<void>;
}

export async function openHttpShop(shop: OrderShop): Promise<HttpShop> {
  const asked: HttpShop['asked'] = [];
  const server: Server = createServer((request, response) => {
    asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    void answerRequest(shop, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    asked,
    document: shopDocument(`http://${host}`),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function answerRequest(shop: OrderShop, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://shop');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const answer = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
  if (pathname === '/never') return;
  if (pathname === '/elsewhere') return answer(302, {}, { location: 'http://example.invalid/orders' });
  if (pathname === '/broken') return answer(500, { secret: 'stack trace' });
  if (pathname === '/effects') return answer(200, { effects: shop.effects });
  const [, , id = '', act] = pathname.split('/').map(decodeURIComponent);
  if (request.headers.authorization !== 'Bearer shop-secret') return answer(401, {});
  if (act === undefined) {
    const order = shop.find(id);
    return answer(order === undefined ? 404 : 200, order ?? {});
  }
  const { reason } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { reason: string };
  const done = shop.cancel(id, reason, String(request.headers['idempotency-key']));
  if (typeof done === 'string') return answer(done === 'missing' ? 404 : 409, {});
  answer(200, done);
}

function shopDocument(url: string): object {
  const answers = { responses: { 200: { description: 'ok' } } };
  const orderId = { $ref: '#/components/parameters/OrderId' };
  return {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    servers: [{ url }],
    security: [{ shopKey: [] }],
    paths: {
      '/orders/{order_id}': { parameters: [orderId], get: { operationId: 'get_order', ...answers } },
      '/orders/{order_id}/cancellation': {
        parameters: [orderId],
        post: {
          operationId: 'cancel_order',
          requestBody: {
            content: {
              'application/json': {
                schema: { type: 'object', required: ['reason'], properties: { reason: { type: 'string' } } },
              },
            },
          },
          ...answers,
        },
      },
      '/effects': { get: { operationId: 'count_effects', security: [], ...answers } },
      '/never': { get: { operationId: 'never', security: [], ...answers } },
      '/elsewhere': { get: { operationId: 'elsewhere', security: [], ...answers } },
      '/broken': { get: { operationId: 'broken', security: [], ...answers } },
    },
    components: {
      parameters: { OrderId: { name: 'order_id', in: 'path', required: true, schema: { type: 'string' } } },
      securitySchemes: { shopKey: { type: 'http', scheme: 'bearer' } },
    },
  };
}
