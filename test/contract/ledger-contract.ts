import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyReceipt } from '../../src/audit/receipt.ts';
import {
  afterTurn,
  conversationIds as ids,
  started,
  startRecord,
  turnRecord,
  writeRecord,
} from '../support/fault-records.ts';
import {
  type LedgerUnderContract,
  type Made,
  promisesOfNeighbours,
  promisesOfOpenTurns,
  startMany,
} from './ledger-batch-promises.ts';

/** Every promise of the port, for one implementation. The maker is called before each test; the log must verify after it. */
export function ledgerContract(name: string, make: () => LedgerUnderContract): void {
  describe(`ledger contract: ${name}`, () => {
    let made: LedgerUnderContract;
    beforeEach(() => {
      made = make();
    });
    afterEach(() => {
      expect(made.verify()).toMatchObject({ ok: true, entries: made.entries() });
      made.close();
    });
    promisesOfCommits(() => made);
    promisesOfVersions(() => made);
    promisesOfRepeats(() => made);
    promisesOfNeighbours(() => made);
    promisesOfFullDisks(() => made);
    promisesOfOpenTurns(() => made);
  });
}

function promisesOfCommits(made: Made): void {
  it('stores the change with its entry and answers a receipt that holds', async () => {
    const { ledger, records, vkey } = made();
    await ledger.commit(startRecord('c_1'));
    const view = await ledger.commit(turnRecord({ conversation: 'c_1', before: started }));
    expect(verifyReceipt(view.receipt, made().sealed(view.receipt.index), vkey)).toEqual({ kind: 'verified' });
    expect(await records.turnView('c_1', 1)).toEqual(view);
    expect((await records.findConversation('c_1'))?.progress).toEqual(afterTurn(started));
    expect(made().entries()).toBe(2);
  });

  it('lets those that wait together share one transaction', async () => {
    const { ledger, vkey } = made();
    await startMany(ledger, 20);
    const before = made().commits();
    const turns = ids(20).map((conversation) => turnRecord({ conversation, before: started }));
    const views = await Promise.all(turns.map((record) => ledger.commit(record)));
    expect(made().commits() - before).toBe(1);
    expect(new Set(views.map((view) => view.receipt.checkpoint)).size).toBe(1);
    const verdicts = views.map(({ receipt }) => verifyReceipt(receipt, made().sealed(receipt.index), vkey).kind);
    expect(verdicts.filter((kind) => kind !== 'verified')).toEqual([]);
  });

  it('takes more than one transaction holds, in the order they came', async () => {
    const { ledger } = made();
    const order: string[] = [];
    await Promise.all(
      ids(300).map(async (id) => {
        await ledger.commit(startRecord(id));
        order.push(id);
      }),
    );
    expect(order).toEqual(ids(300));
    expect(made().commits()).toBeLessThanOrEqual(10);
    expect(made().entries()).toBe(300);
  });
}

function promisesOfVersions(made: Made): void {
  it('refuses a conversation that has moved on, and writes nothing', async () => {
    const { ledger, records } = made();
    await ledger.commit(startRecord('c_1'));
    await ledger.commit(turnRecord({ conversation: 'c_1', before: started }));
    await expect(ledger.commit(turnRecord({ conversation: 'c_1', before: started }))).rejects.toMatchObject({
      code: 'version-conflict',
    });
    expect(made().entries()).toBe(2);
    expect(await records.recentTurns('c_1', 1, 10)).toHaveLength(1);
  });

  it('lets one of two win that expect the same version at once', async () => {
    const { ledger } = made();
    await ledger.commit(startRecord('c_1'));
    const both = ['first', 'second'].map((reply) =>
      ledger.commit(turnRecord({ conversation: 'c_1', before: started, reply })),
    );
    const [first, second] = await Promise.allSettled(both);
    expect(first).toMatchObject({ status: 'fulfilled', value: { reply: { text: 'first' } } });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'version-conflict' } });
    expect(made().entries()).toBe(2);
  });

  it('refuses one that moves nothing itself when its neighbour moved the conversation', async () => {
    const { ledger } = made();
    await ledger.commit(startRecord('c_1'));
    const expects = { conversation: 'c_1', version: started.version };
    const turn = ledger.commit(turnRecord({ conversation: 'c_1', before: started }));
    const late = ledger.commit({ ...writeRecord('c_1', []), expects });
    await expect(late).rejects.toMatchObject({ code: 'version-conflict' });
    expect((await turn).turn).toBe(1);
    expect(made().entries()).toBe(2);
  });

  it('refuses a conversation nobody started', async () => {
    const { ledger } = made();
    await expect(ledger.commit(turnRecord({ conversation: 'c_none', before: started }))).rejects.toMatchObject({
      code: 'version-conflict',
    });
    expect(made().entries()).toBe(0);
  });
}

function promisesOfRepeats(made: Made): void {
  const idempotency = { keyId: 'k_kiosk_1', key: 'once', requestHash: 'hash' };

  it('answers a repeat with the first answer, and changes nothing', async () => {
    const { ledger } = made();
    await ledger.commit(startRecord('c_1'));
    const first = await ledger.commit(turnRecord({ conversation: 'c_1', before: started, idempotency }));
    const again = { conversation: 'c_1', before: afterTurn(started), idempotency, reply: 'Something else.' };
    expect(await ledger.commit(turnRecord(again))).toEqual(first);
    expect(made().entries()).toBe(2);
  });

  it('answers a repeat of every call that one answer answered', async () => {
    const record = startRecord('c_1', {}, idempotency);
    await made().ledger.commit({ ...record, alsoAnswers: [{ ...idempotency, key: 'twin' }] });
    expect(await made().records.findAnswer('k_kiosk_1', 'twin')).toEqual({
      requestHash: 'hash',
      answer: { id: 'c_1' },
    });
  });

  it('answers both alike when a call and its repeat wait together', async () => {
    const { ledger } = made();
    const both = await Promise.all([
      ledger.commit(startRecord('c_1', {}, idempotency)),
      ledger.commit(startRecord('c_2', {}, idempotency)),
    ]);
    expect(both).toEqual([{ id: 'c_1' }, { id: 'c_1' }]);
    expect(made().entries()).toBe(1);
  });

  it('refuses a key that stands for another request', async () => {
    const { ledger, records } = made();
    await ledger.commit(startRecord('c_1', {}, idempotency));
    const other = ledger.commit(startRecord('c_2', {}, { ...idempotency, requestHash: 'other' }));
    await expect(other).rejects.toMatchObject({ code: 'idempotency-mismatch' });
    expect(await records.findConversation('c_2')).toBeUndefined();
    expect(made().entries()).toBe(1);
  });

  it('keeps the keys of two callers apart', async () => {
    const { ledger } = made();
    await ledger.commit(startRecord('c_1', {}, idempotency));
    const other = await ledger.commit(startRecord('c_2', {}, { ...idempotency, keyId: 'k_kiosk_2' }));
    expect(other).toEqual({ id: 'c_2' });
    expect(made().entries()).toBe(2);
  });
}

function promisesOfFullDisks(made: Made): void {
  /** More than the free part of any page that is there already. */
  const long = 'word '.repeat(20_000);

  it('refuses with store-full, stores nothing, and takes the same call once there is room', async () => {
    const { ledger, records } = made();
    await startMany(ledger, 3);
    const idempotency = { keyId: 'k_kiosk_1', key: 'k', requestHash: 'h' };
    const call = { conversation: 'c_1', before: started, question: long, idempotency };
    const giveBack = made().fill();
    await expect(ledger.commit(turnRecord(call))).rejects.toMatchObject({ code: 'store-full' });
    expect(made().entries()).toBe(3);
    expect((await records.findConversation('c_1'))?.progress).toEqual(started);
    expect(await records.turnView('c_1', 1)).toBeUndefined();
    expect(await records.findAnswer('k_kiosk_1', 'k')).toBeUndefined();
    expect(made().verify()).toMatchObject({ ok: true });
    giveBack();
    expect((await ledger.commit(turnRecord(call))).turn).toBe(1);
  });

  it('refuses each of several that wait together for itself', async () => {
    const { ledger } = made();
    await startMany(ledger, 5);
    const giveBack = made().fill();
    const turns = ids(5).map((conversation) => turnRecord({ conversation, before: started, question: long }));
    const results = await Promise.allSettled(turns.map((record) => ledger.commit(record)));
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'store-full' } });
    }
    giveBack();
    const views = await Promise.all(turns.map((record) => ledger.commit(record)));
    expect(views.map((view) => view.receipt.index)).toEqual([5, 6, 7, 8, 9]);
  });
}
