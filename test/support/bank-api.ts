import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A bank's own interface for accounts on a port of this machine, which may be gone for a while. */
export interface BankApi {
  readonly host: string;
  readonly document: object;
  /** Answers nobody until `comeBack`. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export async function openBankApi(): Promise<BankApi> {
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const customer = { name: 'customer', in: 'query', required: true, schema: { type: 'string' } };
  return {
    host,
    document: {
      openapi: '3.1.0',
      info: { title: 'Accounts', version: '1' },
      servers: [{ url: `http://${host}` }],
      paths: {
        '/accounts': {
          get: { operationId: 'find_account', parameters: [customer], responses: { 200: { description: 'One' } } },
        },
      },
    },
    goAway: () => end(server),
    comeBack: async () => {
      server = await listen(port);
    },
    close: () => end(server),
  };
}

function listen(port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const customer = new URL(request.url ?? '/', 'http://bank').searchParams.get('customer');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ customer, balance: '1,204.50', currency: 'USD' }));
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
