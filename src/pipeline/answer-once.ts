import type { Call } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import type { Records } from './records.ts';

/** Runs a call, or answers what the same call answered before. */
export type AnswerOnce = <T>(call: Call, run: () => Promise<T>) => Promise<T>;

/**
 * A repeat that comes while the first is under way waits for it, and is then read from the record like any later one. The
 * ledger stores the answer in the transaction of the change itself, so that a repeat after a crash finds both or neither.
 */
export function createAnswerOnce(records: Pick<Records, 'findAnswer'>): AnswerOnce {
  const underWay = new Map<string, Promise<unknown>>();
  return async function answerOnce<T>(call: Call, run: () => Promise<T>): Promise<T> {
    const { idempotency } = call;
    if (idempotency === null) return run();
    const slot = `${call.caller.keyId}\n${idempotency.key}`;
    while (underWay.has(slot)) await underWay.get(slot)?.catch(() => undefined);
    const stored = records.findAnswer<T>(call.caller.keyId, idempotency.key);
    const answer = stored.then((known) => {
      if (known === undefined) return run();
      if (known.requestHash === idempotency.requestHash) return known.answer;
      throw new ApplianceError('idempotency-mismatch', 'This Idempotency-Key belongs to another request');
    });
    underWay.set(slot, answer);
    try {
      return await answer;
    } finally {
      underWay.delete(slot);
    }
  };
}
