import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Role, roles } from '../../src/identity/roles.ts';
import { type EndpointRow, endpointRows, plantedByStaff, type World } from '../support/endpoint-rows.ts';
import { readDocument } from '../support/expect-documented.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { StoryGenerator } from '../support/journey-engines.ts';
import { sentencesOf, toServerEvents } from '../support/journey-events.ts';
import { addStaff, goodPassword, openBrowser } from '../support/signed-in.ts';

const plantedByCustomer = {
  card: '4111 1111 1111 1111',
  iban: 'DE89 3704 0044 0532 0130 00',
  email: 'rosalind.quimby@example.org',
} as const;
const article = (audience: string, text: string) => `---
title: Lost cards
collection: bank
audience: ${audience}
updated: 2026-10-01
---

## Lost

${text}
`;
const knowledge = {
  'lost.md': article('public', 'You can freeze a lost card in the app at any time.'),
  'desk.md': article('staff', 'A lost card of a premium customer is freed by the cobalt procedure.'),
};

const methodsSchema = z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() })));
type Operation = { readonly method: string; readonly path: string };
/** Keys by role, a second kiosk, people signed in to a role, and nobody. */
type Holder = Role | 'other-kiosk' | 'nobody' | `${'agent' | 'reviewer' | 'admin' | 'auditor'} signed in`;
type Ask = (method: string, path: string, body?: object) => Promise<Response>;

let bank: GivenAppliance;
let world: World;
let operations: ReadonlyMap<string, Operation>;
const holders = new Map<Holder, Ask>();

beforeAll(async () => {
  bank = await givenAppliance({ knowledge });
  const paths = methodsSchema.parse(JSON.parse(JSON.stringify(readDocument(bank.appliance.app).paths)));
  operations = new Map(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { operationId }]) => [operationId, { method: method.toUpperCase(), path }]),
    ),
  );
  for (const role of [...roles, 'other-kiosk' as const]) holders.set(role, withHeader(`Bearer ${bank.keys[role]}`));
  holders.set('nobody', withHeader(null));
  for (const role of ['agent', 'reviewer', 'admin', 'auditor'] as const) {
    await addStaff(bank.data, `the-${role}`, role);
    const browser = openBrowser(() => bank.appliance.app);
    await browser.ask('POST', '/v1/session', { name: `the-${role}`, password: goodPassword });
    holders.set(`${role} signed in`, browser.ask);
  }
  world = await givenWorld();
});
afterAll(() => bank.close());

function withHeader(authorization: string | null): Ask {
  return async (method, path, body) =>
    bank.appliance.app.request(path, {
      method,
      headers: {
        ...(authorization === null ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
}

async function givenWorld(): Promise<World> {
  const { card, iban, email } = plantedByCustomer;
  const waiting = async (): Promise<readonly [string, string]> => {
    const conversation = await bank.start();
    const turn = await bank.ask(`I want a person. I am ${email}, card ${card}, account ${iban}`, { conversation });
    return [conversation, turn.handover?.reference ?? ''];
  };
  const [[conversation, returned], [, resolved]] = [await waiting(), await waiting()];
  const customer = 'a customer with nothing to hide';
  await bank.start({ customer: { ref: customer } });
  return { conversation, customer, handovers: { returned, resolved } };
}

function roleOf(holder: Holder): Role | null {
  if (holder === 'nobody') return null;
  return holder === 'other-kiosk' ? 'kiosk' : (roles.find((role) => holder.startsWith(role)) ?? null);
}

function ask(holder: Holder, row: EndpointRow, of: World = world): Promise<Response> {
  const { method, path } = operations.get(row.operation) ?? { method: 'GET', path: '/nothing' };
  const params = row.params?.(of) ?? {};
  const filled = path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => params[name] ?? '');
  const send = holders.get(holder);
  if (send === undefined) throw new Error(`Nobody is called "${holder}"`);
  return send(method, `${filled}${row.query?.(of) ?? ''}`, row.body?.(of));
}

function mayCall(holder: Holder, { allowed, ownOnly = false }: EndpointRow): boolean {
  const role = roleOf(holder);
  if (role === null || allowed === 'nobody-asked' || !allowed.includes(role)) return false;
  return !(ownOnly && holder === 'other-kiosk');
}

/** An answer without what is different each time. */
async function bareOf(answer: Response): Promise<string> {
  const headers = [...answer.headers].filter(([name]) => name !== 'x-request-id').map((pair) => pair.join(': '));
  const body = (await answer.clone().text()).replace(/"requestId":"[^"]*"/u, '"requestId":""');
  return JSON.stringify([answer.status, headers.sort(), body]);
}

async function missingFor(holder: Holder): Promise<string> {
  return bareOf((await holders.get(holder)?.('GET', '/v1/conversations/c_missing')) ?? Response.error());
}

function rawIn(text: string, values: readonly string[]): readonly string[] {
  const packed = text.replaceAll(/[\s-]/gu, '').toLowerCase();
  return values.filter((value) => packed.includes(value.replaceAll(/[\s-]/gu, '').toLowerCase()));
}

/** What this holder must never read in an answer. A kiosk gives its own customer what was said to them. */
function hiddenFrom(holder: Holder): readonly string[] {
  const { reply, ...notes } = plantedByStaff;
  if (holder === 'kiosk') return Object.values(notes);
  return [...Object.values(plantedByCustomer), reply, ...Object.values(notes)];
}

describe('the table of endpoints', () => {
  it('has one row for each operation of the document, and no other', () => {
    expect(endpointRows.map(({ operation }) => operation).sort()).toEqual([...operations.keys()].sort());
  });
});

describe('every endpoint', () => {
  const reached = new Map<string, readonly number[]>();

  it.each(endpointRows)('$operation answers each role as its row says, with every value masked', async (row) => {
    const statuses: number[] = [];
    for (const holder of holders.keys()) {
      const answer = await ask(holder, row);
      const text = await answer.clone().text();
      const cell = `${row.operation} as ${holder}`;
      const isReveal = row.operation === 'revealValue' && answer.status === 200;
      const hidden = hiddenFrom(holder).filter((value) => !(isReveal && value === plantedByCustomer.email));
      expect([cell, rawIn(text, hidden)]).toEqual([cell, []]);
      if (row.allowed === 'nobody-asked') {
        expect([cell, answer.status]).toEqual([cell, row.status]);
      } else if (holder === 'nobody') {
        expect([cell, answer.status]).toEqual([cell, 401]);
      } else if (row.operation === 'signOut') {
        expect([cell, answer.status]).toEqual([cell, holder.endsWith('signed in') ? 204 : 404]);
      } else if (mayCall(holder, row)) {
        statuses.push(answer.status);
        expect([cell, [row.status, 409]]).toEqual([cell, expect.arrayContaining([answer.status])]);
      } else {
        expect([cell, await bareOf(answer)]).toEqual([cell, await missingFor(holder)]);
      }
    }
    reached.set(row.operation, statuses);
    if (statuses.length > 0) expect(statuses[0]).toBe(row.status);
  });

  it('was answered to somebody as well as refused to somebody, wherever a row says so', () => {
    const silent = endpointRows.filter(({ allowed, operation }) => {
      const isReached = (reached.get(operation) ?? []).length > 0;
      return allowed !== 'nobody-asked' && allowed.length > 0 && !isReached;
    });
    expect(silent.map(({ operation }) => operation)).toEqual([]);
  });
});

describe('things of others', () => {
  it('are answered as things that do not exist, a thousand of them, to the byte', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 1_000; count += 1) ids.push(await bank.start());
    const answers = new Set<string>();
    for (const id of [...ids, 'c_missing', `${ids[0]}x`, 'c_01JD3V6Q5WX7E8R9T0YABCDEFG']) {
      const found = await holders.get('other-kiosk')?.('GET', `/v1/conversations/${id}`);
      answers.add(await bareOf(found ?? Response.error()));
    }
    expect([...answers]).toEqual([await missingFor('other-kiosk')]);
    const [one = ''] = ids;
    expect((await holders.get('kiosk')?.('GET', `/v1/conversations/${one}`))?.status).toBe(200);
  });

  it('cannot be written to either, and are not changed by the attempt', async () => {
    const conversation = await bank.start();
    const before = bank.entriesOf(conversation).length;
    for (const row of endpointRows.filter(({ ownOnly }) => ownOnly === true)) {
      const answer = await ask('other-kiosk', row, { ...world, conversation });
      expect([row.operation, await bareOf(answer)]).toEqual([row.operation, await missingFor('other-kiosk')]);
    }
    expect(bank.entriesOf(conversation)).toHaveLength(before);
  });

  it('are not found by a search: a kiosk sees what is public, in every collection it may name', async () => {
    const search = endpointRows.find(({ operation }) => operation === 'searchKnowledge');
    if (search === undefined) throw new Error('There is no search');
    for (const collection of [undefined, 'bank', 'other']) {
      const body = () => ({ query: 'the cobalt procedure', ...(collection ? { collection } : {}) });
      for (const holder of ['kiosk', 'other-kiosk', 'agent', 'auditor'] as const) {
        const text = await (await ask(holder, { ...search, body })).text();
        const isShown = holder !== 'kiosk' && holder !== 'other-kiosk' && collection !== 'other';
        expect([holder, collection, text.includes('cobalt')]).toEqual([holder, collection, isShown]);
      }
    }
  });
});

describe("a customer's own words", () => {
  it('reach the customer alone: an administrator who writes in the conversation reads placeholders', async () => {
    const said = 'Report the lost card [CARD_1] on 0800 555 0142.';
    const story = { generator: new StoryGenerator(said, said, said, said), composes: true };
    const composing = await givenAppliance(story);
    const { card } = plantedByCustomer;
    const { conversation, reply } = await composing.ask(`I lost my card ${card}`);
    const stream = await composing.as('admin').request(
      'POST',
      `/v1/conversations/${conversation}/messages`,
      { text: 'what about a lost card?' },
      {
        accept: 'text/event-stream',
      },
    );
    const plain = await composing
      .as('admin')
      .request('POST', `/v1/conversations/${conversation}/messages`, { text: 'and a stolen card?' });
    await composing.close();
    expect(reply?.text).toContain(card);
    for (const text of [stream.text, plain.text]) {
      expect(rawIn(text, [card])).toEqual([]);
      expect(text).toContain('[CARD_1]');
    }
    expect(sentencesOf(toServerEvents(stream.text)).join(' ')).toContain('[CARD_1]');
  });
});
