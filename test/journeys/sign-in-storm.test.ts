import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type ServerType, serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';

const OF_ONE_ADDRESS = 30;

let bank: GivenAppliance;
let server: ServerType;
beforeAll(async () => {
  bank = await givenAppliance({ knowledge: {} });
  server = serve({ fetch: bank.appliance.app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await bank.close();
});

/** Tries to sign in without a body, from an address of this machine. */
async function attemptFrom(localAddress: string): Promise<number | undefined> {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const asked = request({ port, host: '127.0.0.1', path: '/v1/session', method: 'POST', localAddress }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

describe('a storm of sign-ins', () => {
  it('keeps out the address it comes from, and nobody else', async () => {
    for (let count = 0; count < OF_ONE_ADDRESS; count += 1) expect(await attemptFrom('127.0.0.1')).not.toBe(429);
    expect(await attemptFrom('127.0.0.1')).toBe(429);
    expect(await attemptFrom('127.0.0.2')).not.toBe(429);
  });
});
