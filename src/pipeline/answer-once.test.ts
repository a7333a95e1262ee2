import { describe, expect, it } from 'vitest';
import { createAnswerOnce } from './answer-once.ts';
import type { Call } from './appliance.ts';
import { ApplianceError } from './appliance-error.ts';
import type { Records } from './records.ts';

const callOf = (key: string | null, requestHash = 'hash', keyId = 'k_kiosk_1'): Call => ({
  caller: { keyId, role: 'kiosk' },
  requestId: 'r',
  idempotency: key === null ? null : { key, requestHash },
});

/** Records of the answers a ledger would have stored with the change itself. */
function givenRecords() {
  const answers = new Map<string, { readonly requestHash: string; readonly answer: unknown }>();
  const records = {
    findAnswer: async (keyId: string, key: string) => answers.get(`${keyId} ${key}`),
  } as Pick<Records, 'findAnswer'>;
  let runs = 0;
  const run = (call: Call, answer: string) => async (): Promise<string> => {
    runs += 1;
    await new Promise((resolve) => setImmediate(resolve));
    if (call.idempotency) {
      const { key, requestHash } = call.idempotency;
      answers.set(`${call.caller.keyId} ${key}`, { requestHash, answer });
    }
    return answer;
  };
  return { answerOnce: createAnswerOnce(records), run, runs: () => runs };
}

describe('answerOnce', () => {
  it('runs a call without a key as often as it comes', async () => {
    const { answerOnce, run, runs } = givenRecords();
    const call = callOf(null);
    await Promise.all([answerOnce(call, run(call, 'a')), answerOnce(call, run(call, 'b'))]);
    expect(runs()).toBe(2);
  });

  it('answers a later repeat as the first', async () => {
    const { answerOnce, run, runs } = givenRecords();
    const call = callOf('once');
    const answers = [await answerOnce(call, run(call, 'first')), await answerOnce(call, run(call, 'second'))];
    expect(answers).toEqual(['first', 'first']);
    expect(runs()).toBe(1);
  });

  it('runs once for many that come at once', async () => {
    const { answerOnce, run, runs } = givenRecords();
    const call = callOf('once');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => answerOnce(call, run(call, `${index}`))),
    );
    expect(new Set(answers)).toEqual(new Set(['0']));
    expect(runs()).toBe(1);
  });

  it('refuses another request under a key that is taken, also while the first is under way', async () => {
    const { answerOnce, run } = givenRecords();
    const [first, other] = [callOf('once'), callOf('once', 'other')];
    const outcomes = await Promise.allSettled([answerOnce(first, run(first, 'a')), answerOnce(other, run(other, 'b'))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    const code = await answerOnce(other, run(other, 'b')).catch((error: unknown) =>
      error instanceof ApplianceError ? error.code : 'other',
    );
    expect(code).toBe('idempotency-mismatch');
  });

  it('keeps the keys of different callers apart', async () => {
    const { answerOnce, run } = givenRecords();
    const [one, two] = [callOf('once'), callOf('once', 'hash', 'k_kiosk_2')];
    expect(await Promise.all([answerOnce(one, run(one, 'a')), answerOnce(two, run(two, 'b'))])).toEqual(['a', 'b']);
  });

  it('runs again after a call that failed', async () => {
    const { answerOnce, run } = givenRecords();
    const call = callOf('once');
    const failed = answerOnce(call, () => Promise.reject(new Error('store-full')));
    const repeated = answerOnce(call, run(call, 'second'));
    await expect(failed).rejects.toThrow();
    expect(await repeated).toBe('second');
  });
});
