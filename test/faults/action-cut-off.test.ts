import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { enabling, latestCode, statements } from '../support/given-actions.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import type { AskedTurn } from '../support/journey-client.ts';

const account = { account: '20417730', customer: 'ada@example.com', status: 'open' };

/** A system of record whose writes wait until the story lets them go, or are cut off. */
class HeldSystem {
  readonly writes: IncomingMessage['headers'][] = [];
  readonly #server: Server;
  #arrived: () => void = () => undefined;
  readonly reached = new Promise<void>((resolve) => {
    this.#arrived = resolve;
  });
  answersWrites = false;

  constructor() {
    this.#server = createServer((request, response) => {
      const isWrite = request.method === 'POST';
      if (isWrite) this.writes.push(request.headers);
      if (isWrite) this.#arrived();
      if (isWrite && !this.answersWrites) return;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(account));
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

const documentFor = (host: string): string => {
  const parameters = [{ name: 'account', in: 'path', required: true, schema: { type: 'string' } }];
  const schema = { type: 'object', properties: { delivery: { type: 'string' } } };
  const set = { operationId: 'set_statements', requestBody: { content: { 'application/json': { schema } } } };
  const paths = { '/accounts/{account}': { parameters, get: { operationId: 'get_account' }, post: set } };
  return JSON.stringify({ openapi: '3.1.0', servers: [{ url: `http://${host}` }], paths });
};

let system: HeldSystem;
let bank: GivenAppliance;
const opened: GivenAppliance[] = [];

async function given(idempotency: 'key' | 'none'): Promise<void> {
  system = new HeldSystem();
  const host = await system.open();
  const connector = `connectors:\n  bank-sandbox: { kind: openapi, document: bank.json, hosts: ["${host}"], timeoutMs: 1500 }\n`;
  const shipped = enabling(['change-statements', 'read-account'], ['idempotency: key', `idempotency: ${idempotency}`]);
  const change = (text: string): string => {
    const enabled = shipped['actions.yaml']?.(text) ?? text;
    return `${connector}\n${enabled.slice(enabled.indexOf('operations:\n  - id: read-balance'))}`;
  };
  bank = await givenAppliance({ knowledge: { 'statements.md': statements }, policies: { 'actions.yaml': change } });
  opened.push(bank);
  mkdirSync(bank.policies, { recursive: true });
  writeFileSync(join(bank.policies, 'bank.json'), documentFor(host));
}
afterEach(async () => {
  await system.close();
  for (const one of opened.splice(0)) await one.close();
});

async function showChange(): Promise<AskedTurn> {
  const conversation = await bank.start({ customer: { ref: 'ada@example.com' } });
  const asked = await bank.ask('stop sending me paper statements, account number 20417730', { conversation });
  return bank.confirm(asked, true, latestCode(bank));
}

describe('a write that is cut off', () => {
  it('is never sent again after a kill between the call and its result, and goes to a person', async () => {
    await given('none');
    const shown = await showChange();
    expect(shown.confirmation?.kind).toBe('change');
    const running = bank.confirm(shown, true);
    await system.reached;
    const after = await bank.copyAsAfterKill();
    opened.push(after);
    expect((await after.conversation(shown.conversation)).state).toBe('waiting-for-person');
    const { body } = await after.as('agent').request('GET', '/v1/handovers?state=waiting');
    const [handover] = (body as { items: { reason: string; attempted: { result: string }[] }[] }).items;
    expect(handover).toMatchObject({ reason: 'action-failed' });
    expect(handover?.attempted.at(-1)?.result).toContain('result unknown (interrupted)');
    expect(system.writes).toHaveLength(1);
    const pressed = { step: shown.confirmation?.step, accept: true };
    const path = `/v1/conversations/${shown.conversation}/confirm`;
    expect((await after.as('kiosk').request('POST', path, pressed)).status).toBe(409);
    await running;
    await after.restart();
    expect(system.writes).toHaveLength(1);
  });

  it('is asked for once more under its key where the system keeps keys, and is unknown after that', async () => {
    await given('key');
    const shown = await showChange();
    const turn = await bank.confirm(shown, true);
    expect(turn.entry).toMatchObject({ outcome: 'handed-over', reason: 'action-failed' });
    expect((await bank.handoverOf(turn)).attempted.at(-1)?.result).toContain('result unknown (timed-out)');
    const keys = new Set(system.writes.map((headers) => headers['idempotency-key']));
    expect([system.writes.length, keys.size]).toEqual([2, 1]);
  });

  it('is done where the second asking gets its answer', async () => {
    await given('key');
    const shown = await showChange();
    const pressing = bank.confirm(shown, true);
    await system.reached;
    system.answersWrites = true;
    expect((await pressing).reply?.text).toContain('Done.');
  });
});
