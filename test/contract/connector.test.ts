import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Connector, ConnectorCall } from '../../src/actions/connector.ts';
import { ConnectorError } from '../../src/actions/connector-error.ts';
import type { McpSpec } from '../../src/adapters/mcp/open-mcp-client.ts';
import { openMcpConnector } from '../../src/adapters/mcp/open-mcp-connector.ts';
import { openApiConnector } from '../../src/adapters/openapi/open-api-connector.ts';
import { openSandbox } from '../../src/adapters/sandbox/open-sandbox.ts';
import { openHttpShop } from '../support/http-shop.ts';
import { createMcpShop } from '../support/mcp-shop.ts';
import { OrderShop } from '../support/order-shop.ts';
import { connectorContract } from './connector-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'connectors-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const bounds = { timeoutMs: 1_000, maxBytes: 20_000 };
const shopSecret = (variable: string) => (variable === 'CONFIDANT_SECRET_SHOP' ? 'shop-secret' : undefined);

const writeJson = (name: string, value: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
};

connectorContract('The sandbox', async () => {
  const file = writeJson('shop.json', { orders: Object.fromEntries(new OrderShop().orders) });
  const connector = openSandbox(
    {
      ...bounds,
      kind: 'sandbox',
      data: file,
      operations: {
        get_order: { table: 'orders', key: 'order_id', match: {}, require: {}, set: {}, put: {} },
        cancel_order: {
          table: 'orders',
          key: 'order_id',
          match: {},
          require: { status: 'pending' },
          set: { note: 'reason' },
          put: { status: 'cancelled' },
        },
      },
    },
    file,
  );
  const kept = { effects: async () => null, never: null, missing: 'not-found', turnedDown: 'refused' } as const;
  return { connector, ...kept, close: () => connector.close() };
});

const api = (host: string, document: object, change: object = {}): Connector =>
  openApiConnector(
    {
      ...bounds,
      kind: 'openapi',
      document: 'shop.openapi.json',
      hosts: [host],
      credentials: { shopKey: 'CONFIDANT_SECRET_SHOP' },
      idempotencyHeader: 'Idempotency-Key',
      ...change,
    },
    writeJson('shop.openapi.json', document),
    shopSecret,
  );

connectorContract('An OpenAPI connector', async () => {
  const shop = new OrderShop();
  const server = await openHttpShop(shop);
  const connector = api(server.host, server.document);
  const kept = {
    effects: async () => shop.effects,
    never: 'never',
    missing: 'not-found',
    turnedDown: 'refused',
  } as const;
  return { connector, ...kept, close: () => server.close() };
});

const mcp: McpSpec = { ...bounds, kind: 'mcp', hosts: [], credentials: { shopKey: 'CONFIDANT_SECRET_SHOP' } };
const mcpCodes = { never: 'never', missing: 'refused', turnedDown: 'system-failed' } as const;

connectorContract('An MCP connector over stdio', async () => {
  const process = fileURLToPath(new URL('../support/mcp-shop-process.ts', import.meta.url));
  const command = [globalThis.process.execPath, '--import', 'tsx', process];
  const connector = openMcpConnector({ ...mcp, timeoutMs: 4_000, command }, shopSecret);
  const count = { operation: 'count_effects', parameters: {}, effect: 'read', idempotencyKey: 'n' } as const;
  const effects = async () =>
    ((await connector.call({ ...count, credentials: ['shopKey'] })) as { effects: number }).effects;
  return { connector, effects, ...mcpCodes, close: () => connector.close() };
});

connectorContract('An MCP connector over HTTP', async () => {
  const shop = new OrderShop();
  const server = await openMcpServer(shop);
  const connector = openMcpConnector({ ...mcp, url: `http://${server.host}/mcp`, hosts: [server.host] }, shopSecret);
  const close = async () => {
    await connector.close();
    await server.close();
  };
  return { connector, effects: async () => shop.effects, ...mcpCodes, close };
});

async function pass(answering: Promise<Response>, response: ServerResponse): Promise<void> {
  const answer = await answering;
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  for await (const chunk of answer.body ?? []) response.write(chunk);
  response.end();
}

async function openMcpServer(shop: OrderShop) {
  const handler = createMcpHandler(() => createMcpShop(shop));
  const server = createServer((request, response) => {
    const body = request.method === 'POST' ? { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' } : {};
    const headers = new Headers(request.headers as Record<string, string>);
    const asked = new Request(`http://shop${request.url}`, {
      method: request.method ?? 'GET',
      headers,
      ...body,
    } as RequestInit);
    void pass(handler.fetch(asked), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

const call = (connector: Connector, change: Partial<ConnectorCall> = {}) =>
  connector
    .call({
      operation: 'get_order',
      parameters: { order_id: '#W1' },
      effect: 'read',
      idempotencyKey: 'a_1',
      credentials: ['shopKey'],
      ...change,
    })
    .catch((error: unknown) => (error instanceof ConnectorError ? error.code : error));

describe('what a request carries', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  const given = async (change: object = {}) => {
    const server = await openHttpShop(new OrderShop());
    closers.push(() => server.close());
    return { server, connector: api(server.host, server.document, change) };
  };

  it('carries a secret only with the operations that may use it', async () => {
    const { server, connector } = await given();
    expect(await call(connector, { credentials: [] })).toBe('credentials-missing');
    expect(server.asked).toEqual([]);
    await call(connector, { operation: 'count_effects', parameters: {} });
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
  });

  it('goes to listed hosts alone, whatever the document says', async () => {
    const server = await openHttpShop(new OrderShop());
    closers.push(() => server.close());
    const elsewhere = () => api('orders.example', server.document);
    expect(elsewhere).toThrow(ConnectorError);
    const file = () => api(server.host, { ...server.document, servers: [{ url: 'file:///etc/passwd' }] });
    expect(file).toThrow(ConnectorError);
  });

  it('follows no redirect', async () => {
    const { server, connector } = await given();
    expect(await call(connector, { operation: 'elsewhere', parameters: {} })).toBe('redirected');
    expect(server.asked).toHaveLength(1);
  });

  it('leaves no path by a value', async () => {
    const { server, connector } = await given();
    expect(await call(connector, { parameters: { order_id: '..' } })).toBe('parameters-invalid');
    await call(connector, { parameters: { order_id: '../effects' } });
    expect(server.asked.map(({ url }) => url)).toEqual(['/orders/..%2Feffects']);
  });

  it('tells nothing of what a broken system says', async () => {
    const { connector } = await given();
    expect(await call(connector, { operation: 'broken', parameters: {} })).toBe('system-failed');
  });

  it('does not start without its secret', () => {
    expect(() => openMcpConnector({ ...mcp, command: ['node'] }, () => undefined)).toThrow(ConnectorError);
  });

  it('says that a system is out of reach', async () => {
    const { server, connector } = await given();
    await server.close();
    closers.length = 0;
    expect(await call(connector)).toBe('unreachable');
  });
});
