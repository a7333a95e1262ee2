import { describe, expect, it } from 'vitest';
import { givenOperation } from '../../../test/support/given-operation.ts';
import type { LedgerRecord } from '../ledger.ts';
import type { TurnContext } from '../turn-work.ts';
import { createActionNotes } from './action-notes.ts';
import { runOperation } from './run-operation.ts';

const now = () => new Date('2026-11-22T09:00:00.000Z');

/** As much of a turn as a run needs; the customer proved to be `s_ada` in this very turn. */
function givenContext(order: unknown[]): TurnContext {
  const action = { ...createActionNotes(), linkedTo: 's_ada' };
  const commit = async (record: LedgerRecord<unknown>) => {
    order.push(...record.build({ receipt: null as never, waitingAhead: () => 0 }).writes);
  };
  const system = { call: async () => void order.push('called') };
  return {
    stages: { ledger: { commit }, now, isStopped: () => false, actions: { connector: async () => system } },
    redacted: { known: [], turn: { conversation: { id: 'c_1', subject: 's_1' } } },
    work: {
      call: { caller: { keyId: 'k_1', role: 'kiosk' }, requestId: 'r_1', idempotency: null },
      notes: { action, isOver: false, policy: null },
      clock: { time: (_stage: string, work: () => unknown) => work() },
    },
  } as unknown as TurnContext;
}

describe('runOperation', () => {
  it('has it on the disk whom a stranger proved to be before the system is called', async () => {
    const order: unknown[] = [];
    const spec = givenOperation();
    const operation = { ...spec, spec: { ...spec.spec, risk: 'write-reversible' as const } };
    const result = await runOperation(givenContext(order), { id: 'a_1', operation, parameters: {}, consent: null });
    expect(result.kind).toBe('done');
    expect(order).toMatchObject([
      { change: { kind: 'run', run: { state: 'started' } } },
      { change: { kind: 'linked', conversation: 'c_1', customer: 's_ada' } },
      'called',
    ]);
  });
});
