import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector, ConnectorCall } from '../../src/actions/connector.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../src/actions/connector-error.ts';

/** A connector to a shop of orders `#W1` (pending), `#W2` (delivered) and `#W9` (an answer past the bound). */
export interface ConnectorUnderTest {
  readonly connector: Connector;
  /** Changes the shop has made; null where the shop is out of sight. */
  effects(): Promise<number | null>;
  /** An operation that never answers; null where the engine has none. */
  readonly never: string | null;
  /** Code of an order that is not there: engines that cannot tell say `refused`. */
  readonly missing: ConnectorErrorCode;
  /** Code of a change that the shop turns down. */
  readonly turnedDown: ConnectorErrorCode;
  close(): Promise<void>;
}

async function codeOf(calling: Promise<unknown>): Promise<unknown> {
  const error = await calling.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof ConnectorError ? error.code : error;
}

/** What every way into a system of record keeps. */
export function connectorContract(name: string, open: () => Promise<ConnectorUnderTest>): void {
  describe(`${name} keeps the contract of connectors`, () => {
    let given: ConnectorUnderTest;
    beforeAll(async () => {
      given = await open();
    });
    afterAll(() => given.close());

    const call = (change: Partial<ConnectorCall>, signal?: AbortSignal) =>
      given.connector.call(
        {
          operation: 'get_order',
          parameters: { order_id: '#W1' },
          effect: 'read',
          idempotencyKey: 'a_1',
          credentials: ['shopKey'],
          ...change,
        },
        signal,
      );
    const cancel = (order: string, key: string) =>
      call({
        operation: 'cancel_order',
        parameters: { order_id: order, reason: 'no longer needed' },
        effect: 'write',
        idempotencyKey: key,
      });

    it('reads what the system holds', async () => {
      expect(await call({})).toMatchObject({ order_id: '#W1', user_id: 'ann' });
    });

    it('refuses an operation nobody declared', async () => {
      expect(await codeOf(call({ operation: 'drop_tables', parameters: {} }))).toBe('operation-unknown');
    });

    it.each([
      ['a missing one', {}],
      ['one too many', { order_id: '#W1', admin: true }],
    ])('refuses parameters before anything is sent: %s', async (_, parameters) => {
      expect(await codeOf(call({ parameters }))).toBe('parameters-invalid');
    });

    it('refuses to write where policy says it reads', async () => {
      const understated = call({
        operation: 'cancel_order',
        parameters: { order_id: '#W1', reason: 'x' },
        effect: 'read',
      });
      expect(await codeOf(understated)).toBe('risk-understated');
      expect(await call({})).toMatchObject({ status: 'pending' });
    });

    it('says what is not there, and what is turned down', async () => {
      expect(await codeOf(call({ parameters: { order_id: '#W404' } }))).toBe(given.missing);
      expect(await codeOf(cancel('#W2', 'a_2'))).toBe(given.turnedDown);
    });

    it('stops at the bound of an answer', async () => {
      expect(await codeOf(call({ parameters: { order_id: '#W9' } }))).toBe('answer-too-large');
    });

    it('makes one effect of a repeated key and answers what it answered first', async () => {
      const first = await cancel('#W1', 'a_3');
      expect(first).toMatchObject({ status: 'cancelled' });
      expect(await cancel('#W1', 'a_3')).toEqual(first);
      expect([1, null]).toContain(await given.effects());
      expect(await codeOf(cancel('#W1', 'a_4'))).toBe(given.turnedDown);
    });

    it('ends with its caller', async () => {
      expect(await codeOf(call({}, AbortSignal.abort()))).toBe('cancelled');
    });

    it('ends at its time limit', async ({ skip }) => {
      if (given.never === null) return skip('this engine answers at once');
      const never = call({ operation: given.never, parameters: {} });
      expect(await codeOf(never)).toBe('timed-out');
      const caller = new AbortController();
      const cancelled = codeOf(call({ operation: given.never, parameters: {} }, caller.signal));
      caller.abort();
      expect(await cancelled).toBe('cancelled');
    });

    it('quotes no value in its errors', async () => {
      const error = await call({ parameters: { order_id: '#W404' } }).catch((thrown: unknown) => thrown);
      expect(String(error)).not.toContain('W404');
    });
  });
}
