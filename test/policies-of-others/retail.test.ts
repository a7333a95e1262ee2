import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector, ParameterValue } from '../../src/actions/connector.ts';
import { judgeOperation, toFacts } from '../../src/actions/judge-operation.ts';
import { resolveParameters } from '../../src/actions/resolve-parameters.ts';
import { textAt } from '../../src/actions/value-at.ts';
import { openSandbox } from '../../src/adapters/sandbox/open-sandbox.ts';
import type { ConnectorSpec } from '../../src/policy/actions-schema.ts';
import { askAs } from '../support/given-actions.ts';
import { type GivenAppliance, givenAppliance } from '../support/given-appliance.ts';
import { findPolicyData, operationsOf, policyOf, policyTextsOf, quotesIn } from '../support/policies-of-others.ts';

interface Task {
  readonly id: string;
  readonly evaluation_criteria: {
    readonly actions: readonly { readonly name: string; readonly arguments: Arguments }[];
  };
}
type Arguments = Readonly<Record<string, string | readonly string[]>>;

const database = findPolicyData('retail/db.json');
const reason = 'the public retail policy is not on this machine';
const tasks = database === null ? [] : readTasks();
const writes = tasks.flatMap((task) =>
  task.evaluation_criteria.actions
    .filter(({ name }) => /^(?:cancel|modify|return|exchange)_/u.test(name))
    .map(({ name, arguments: given }) => ({ task: task.id, name, given })),
);

function readTasks(): readonly Task[] {
  const file = findPolicyData('retail/tasks.train.json');
  return file === null ? [] : (JSON.parse(readFileSync(file, 'utf8')) as Task[]);
}

function openShop(): Connector {
  const spec = policyOf('retail').files.actions.connectors.shop as Extract<ConnectorSpec, { kind: 'sandbox' }>;
  return openSandbox(spec, database ?? '');
}

/** Lists become one text: the sandbox keeps what was asked and swaps no items. */
function toSlots(given: Arguments) {
  const entries = Object.entries(given).map(([name, value]): [string, { kind: 'value'; value: ParameterValue }] => [
    name,
    { kind: 'value', value: typeof value === 'string' ? value || '-' : value.join(' ') },
  ]);
  return Object.fromEntries(entries);
}

const operations = operationsOf('retail');

/** What policy makes of one expected action, and what the shop says after it. */
async function carryOut(shop: Connector, { task, name, given }: (typeof writes)[number]) {
  const operation = operations.get(name.replaceAll('_', '-'));
  if (operation === undefined) throw new Error(`The policy has no operation for "${name}"`);
  const resolution = resolveParameters(operation, toSlots(given), []);
  if (resolution.kind === 'invalid') throw new Error(`Task ${task}: "${resolution.parameter}" is not taken`);
  const { parameters } = resolution;
  const facts = { effect: 'read', idempotencyKey: `${task}.facts`, credentials: [] } as const;
  const read = operation.spec.facts
    ? await shop.call({ ...facts, operation: 'get_order_details', parameters: { order_id: parameters.order_id ?? '' } })
    : {};
  const known = toFacts(operation, read);
  if ('lacks' in known) throw new Error(`Task ${task}: the order has no "${known.lacks}"`);
  const verdict = judgeOperation(operation, { ...parameters, ...known.facts });
  const call = {
    operation: name,
    parameters,
    effect: 'write',
    idempotencyKey: JSON.stringify(given),
    credentials: [],
  } as const;
  const after = verdict.kind === 'allow' ? await shop.call(call) : null;
  return { verdict, before: read, after };
}

const statusAfter: Readonly<Record<string, string | undefined>> = {
  cancel_pending_order: 'cancelled',
  modify_pending_order_items: 'pending (item modified)',
  modify_pending_order_address: 'pending',
  return_delivered_order_items: 'return requested',
  exchange_delivered_order_items: 'exchange requested',
};

describe.skipIf(database === null)(
  `the retail policy (${database === null ? reason : 'on the shop of its authors'})`,
  () => {
    it('quotes the policy it was made from', () => {
      const policy = readFileSync(findPolicyData('retail/policy.md') ?? '', 'utf8');
      const quotes = quotesIn('retail');
      expect(quotes).toHaveLength(6);
      for (const quote of quotes) expect(policy).toContain(quote);
    });

    it('covers every kind of change the training tasks expect', () => {
      expect(writes).toHaveLength(120);
      expect(new Set(writes.map(({ name }) => name)).size).toBe(6);
    });

    it('allows and carries out every change the training tasks expect', async () => {
      const wrong: unknown[] = [];
      for (const task of tasks) {
        const shop = openShop();
        for (const write of writes.filter((one) => one.task === task.id)) {
          const { verdict, after } = await carryOut(shop, write);
          const isAsExpected = verdict.kind === 'allow' && textAt(after, 'status') === statusAfter[write.name];
          if (!isAsExpected) wrong.push({ task: task.id, name: write.name, verdict, status: textAt(after, 'status') });
        }
      }
      expect(wrong).toEqual([]);
    });

    it('refuses each of these changes on every order in another state', async () => {
      const orders = Object.values((JSON.parse(readFileSync(database ?? '', 'utf8')) as Shop).orders);
      const shop = openShop();
      const wrong: unknown[] = [];
      const ofOrders = [...new Map(writes.map((write) => [write.name, write])).values()].filter(
        ({ name }) => name !== 'modify_user_address',
      );
      expect(ofOrders).toHaveLength(5);
      for (const write of ofOrders) {
        for (const { order_id, status } of orders.filter((order) => order.status !== other(write.name)).slice(0, 200)) {
          const { verdict } = await carryOut(shop, { ...write, given: { ...write.given, order_id } });
          if (verdict.kind !== 'refuse') wrong.push({ order_id, status, verdict });
        }
      }
      expect(wrong).toEqual([]);
    });

    it('refuses task 10, a refund to the payment method of the other order', async () => {
      const shop = openShop();
      const [first, second] = await Promise.all(['#W5490111', '#W7387996'].map((id) => orderOf(shop, id)));
      const given = { order_id: '#W5490111', item_ids: ['1'], payment_method_id: textAt(second, paid) ?? '' };
      const write = { task: '10', name: 'return_delivered_order_items', given };
      expect((await carryOut(shop, write)).verdict).toMatchObject({ kind: 'refuse', rule: { id: 'refund-elsewhere' } });
      const own = { ...write, given: { ...given, payment_method_id: textAt(first, paid) ?? '' } };
      expect((await carryOut(shop, own)).verdict).toMatchObject({ kind: 'allow' });
    });
  },
);

const other = (name: string) => (name.includes('delivered') ? 'delivered' : 'pending');
const ownerOf = (order: string): string =>
  (JSON.parse(readFileSync(database ?? '', 'utf8')) as Shop).orders[order]?.user_id ?? '';
const wordsFor = (why: string) => (why === 'ordered by mistake' ? 'I ordered it by mistake' : 'I no longer need it');

interface Shop {
  readonly orders: Readonly<
    Record<string, { readonly order_id: string; readonly status: string; readonly user_id: string }>
  >;
}
const paid = 'payment_history.0.payment_method_id';
const orderOf = (shop: Connector, order_id: string): Promise<unknown> =>
  shop.call({
    operation: 'get_order_details',
    parameters: { order_id },
    effect: 'read',
    idempotencyKey: 'look',
    credentials: [],
  });

describe.skipIf(database === null)('cancellations of the training tasks, told to the whole appliance', () => {
  let shop: GivenAppliance;
  beforeAll(async () => {
    const texts = policyTextsOf('retail');
    const replace = (name: string, change = (text: string) => text) => ({ [name]: () => change(texts[name] ?? '') });
    const policies = {
      ...replace('intents.yaml'),
      ...replace('scope.yaml'),
      ...replace('actions.yaml', (text) => text.replace('data: db.json', `data: ${database}`)),
    };
    shop = await givenAppliance({ knowledge: {}, policies });
  });
  afterAll(() => shop.close());

  // Tasks share orders; one can be cancelled once.
  const cancellations = [
    ...new Map(
      writes.filter(({ name }) => name === 'cancel_pending_order').map((write) => [write.given.order_id, write]),
    ).values(),
  ];
  const ask = (ref: string, text: string) => askAs(shop, ref, text);

  it.each(cancellations)('task $task: shows $given.order_id, then cancels it', async ({ given }) => {
    const [order, why] = [String(given.order_id), String(given.reason)];
    const shown = await ask(ownerOf(order), `please cancel my order ${order}, ${wordsFor(why)}`);
    expect(shown).toMatchObject({ outcome: 'confirming', confirmation: { kind: 'change' } });
    expect(shown.reply?.text).toContain(`${order} because it is: ${why}`);
    const done = await shop.confirm(shown, true);
    expect(done).toMatchObject({ outcome: 'answered', reply: { text: 'Done.' } });
    const again = await ask(ownerOf(order), `please cancel my order ${order}, ${wordsFor(why)}`);
    expect(again.entry.decision.action).toMatchObject({ verdict: 'refuse', rule: 'not-pending' });
  });

  it('task 24: cancels nothing for a customer who regrets at the last step', async () => {
    const shown = await ask('ivan_hernandez_6923', 'please cancel my order #W4284542, I no longer need it');
    expect((await shop.confirm(shown, false)).reply?.text).toBe('All right, nothing was changed.');
    expect((await ask('ivan_hernandez_6923', 'please cancel my order #W4284542, I no longer need it')).outcome).toBe(
      'confirming',
    );
  });

  it('task 50: has no operation that undoes a cancellation', () => {
    expect([...operations.values()].filter(({ spec }) => spec.operation.includes('undo'))).toEqual([]);
  });

  it('denies what is about another customer', async () => {
    const turn = await ask('ava_nguyen_6646', 'please cancel my order #W4284542, I no longer need it');
    expect(turn.entry.decision.action).toMatchObject({ verdict: 'denied', rule: 'owner' });
  });

  it('takes no other reason than the two of the policy', async () => {
    const turn = await ask('ivan_hernandez_6923', 'please cancel my order #W4284542, my friend told me so');
    expect([turn.outcome, turn.reply?.text]).toEqual(['clarifying', expect.stringContaining('ordered by mistake?')]);
  });
});
