import { describe, expect, it } from 'vitest';
import { ConnectorError, type ConnectorErrorCode } from './connector-error.ts';
import { withBreaker } from './with-breaker.ts';

/** A system that fails with these codes in turn, then answers; behind a breaker, with its own clock. */
function givenSystem(...codes: readonly ConnectorErrorCode[]) {
  const state = { asked: 0, ms: 0 };
  const connector = {
    call: async () => {
      const code = codes[state.asked];
      state.asked += 1;
      if (code !== undefined) throw new ConnectorError(code, 'look');
      return 'answer';
    },
    close: async () => undefined,
  };
  const breaker = withBreaker(connector, () => new Date(state.ms));
  const call = () =>
    breaker
      .call({ operation: 'look', parameters: {}, effect: 'read', idempotencyKey: 'a', credentials: [] })
      .catch((error: unknown) => (error instanceof ConnectorError ? error.code : error));
  return { state, call };
}
const down = Array.from({ length: 5 }, () => 'timed-out' as const);

describe('withBreaker', () => {
  it('leaves a system alone after five failures in a row, and tries it again later', async () => {
    const { state, call } = givenSystem(...down);
    for (const _ of down) expect(await call()).toBe('timed-out');
    expect([await call(), state.asked]).toEqual(['breaker-open', 5]);
    state.ms = 30_000;
    expect([await call(), await call()]).toEqual(['answer', 'answer']);
  });

  it('opens again at once where the one that tries fails, and turns the others away meanwhile', async () => {
    const { state, call } = givenSystem(...down, 'unreachable');
    for (const _ of down) await call();
    state.ms = 30_000;
    expect(await Promise.all([call(), call()])).toEqual(['unreachable', 'breaker-open']);
    expect(await call()).toBe('breaker-open');
  });

  it('takes a refusal for an answer', async () => {
    const { call } = givenSystem('timed-out', 'timed-out', 'timed-out', 'timed-out', 'refused', 'timed-out');
    for (let turn = 0; turn < 6; turn += 1) expect(await call()).not.toBe('breaker-open');
    expect(await call()).toBe('answer');
  });
});
