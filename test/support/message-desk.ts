import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the organisation's messaging was asked to send. */
export interface SentCode {
  readonly reference: string;
  readonly code: string;
  readonly language: string;
  readonly headers: IncomingMessage['headers'];
}

/** The organisation's messaging and its accounts, over HTTP: each wants a credential of its own. */
export interface MessageDesk {
  readonly sent: SentCode[];
  /** Headers of what was asked of the accounts. */
  readonly reads: IncomingMessage['headers'][];
  /** Status the next codes are answered with, and addresses that are known. */
  answers: { status: number; readonly known: Set<string> };
  readonly document: string;
  readonly host: string;
  close(): Promise<void>;
}

const account = { account: '20417730', customer: 'ada@example.com', balance: '1,204.50', currency: 'USD' };

export async function openMessageDesk(): Promise<MessageDesk> {
  const sent: SentCode[] = [];
  const reads: IncomingMessage['headers'][] = [];
  const answers = { status: 202, known: new Set(['ada@example.com', 'bo@example.com']) };
  const server: Server = createServer((request, response) => {
    void takeBody(request).then((body) => {
      if (request.method === 'GET') {
        reads.push(request.headers);
        return say(response, 200, account);
      }
      const asked = JSON.parse(body) as Omit<SentCode, 'headers'>;
      if (!answers.known.has(asked.reference)) return say(response, 404, {});
      if (answers.status === 202) sent.push({ ...asked, headers: request.headers });
      return say(response, answers.status, {});
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    sent,
    reads,
    answers,
    host,
    document: documentFor(host),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function say(response: ServerResponse, status: number, answer: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

async function takeBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function documentFor(host: string): string {
  const text = { type: 'string' };
  const schema = {
    type: 'object',
    required: ['reference', 'code', 'language'],
    properties: { reference: text, code: text, language: text },
  };
  const responses = { responses: { 200: { description: 'ok' } } };
  const customer = [{ name: 'customer', in: 'query', required: true, schema: text }];
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Desk', version: '1' },
    servers: [{ url: `http://${host}` }],
    paths: {
      '/codes': {
        post: {
          operationId: 'send_code',
          security: [{ messagesKey: [] }],
          requestBody: { content: { 'application/json': { schema } } },
          ...responses,
        },
      },
      '/accounts': {
        get: { operationId: 'find_account', security: [{ accountsKey: [] }], parameters: customer, ...responses },
      },
    },
    components: {
      securitySchemes: {
        messagesKey: { type: 'http', scheme: 'bearer' },
        accountsKey: { type: 'apiKey', in: 'header', name: 'X-Account-Key' },
      },
    },
  });
}
