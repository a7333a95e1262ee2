import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a receiver answers: with a status, with a redirect to an address, or never. */
type Answer = number | { readonly redirect: string } | 'never';

export interface ReceivedMessage {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real receiver on this machine that keeps what it was sent and answers as it is told. */
export interface WebhookSite {
  readonly url: string;
  readonly received: ReceivedMessage[];
  answer: Answer;
  close(): Promise<void>;
}

export async function openWebhookSite(): Promise<WebhookSite> {
  const received: ReceivedMessage[] = [];
  const held: { answer: Answer } = { answer: 204 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const { answer } = held;
      if (answer === 'never') return;
      if (typeof answer === 'number') response.writeHead(answer).end();
      else response.writeHead(307, { location: answer.redirect }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}/hook`,
    received,
    get answer() {
      return held.answer;
    },
    set answer(answer) {
      held.answer = answer;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
