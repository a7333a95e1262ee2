import { describe, expect, it } from 'vitest';
import { DeadlinePassed, withinDeadline } from '../../conversation/within-deadline.ts';
import { type BreakerState, Guard, type GuardedCall, GuardRefusal, type GuardSpec } from './guard.ts';

const spec: GuardSpec = { timeoutMs: 1_000, atOnce: 2, queue: 1, failures: 3, probeAfterMs: 1_000, retries: 0 };

/** A dependency that answers what it is told, behind a guard with a clock of its own. */
function givenGuard(changes: Partial<GuardSpec> = {}) {
  const state = { ms: 0, asked: 0 };
  const told: BreakerState[] = [];
  const guard = new Guard(
    'shop',
    { ...spec, ...changes },
    {
      judge: (error) => (error === 'ill' ? 'failure' : error === 'left' ? 'nothing' : 'answer'),
      onChange: (change) => told.push(change),
      nowMs: () => state.ms,
    },
  );
  const call = (ending: string, options: GuardedCall = {}) =>
    guard
      .run(async () => {
        state.asked += 1;
        if (ending !== 'well') throw ending;
        return ending;
      }, options)
      .catch((error: unknown) => (error instanceof GuardRefusal ? error.code : error));
  return { state, told, guard, call };
}

/** A piece of work that ends when it is told to. */
function givenWork() {
  const ends: ((value: string) => void)[] = [];
  const done = new Promise<string>((resolve) => ends.push(resolve));
  return { work: () => done, end: () => ends[0]?.('well') };
}

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject('left')));
}

describe('Guard', () => {
  it('leaves a dependency alone after failures in a row, and serves again after one call that tries it', async () => {
    const { state, told, call } = givenGuard();
    for (let times = 0; times < 3; times += 1) expect(await call('ill')).toBe('ill');
    expect([await call('well'), state.asked]).toEqual(['breaker-open', 3]);
    state.ms = 999;
    expect(await call('well')).toBe('breaker-open');
    state.ms = 1_000;
    expect([await call('well'), await call('well')]).toEqual(['well', 'well']);
    expect(told).toEqual(['open', 'probing', 'closed']);
  });

  it('turns everybody else away while one call tries the dependency, and opens again where that fails', async () => {
    const { state, guard, call } = givenGuard();
    for (let times = 0; times < 3; times += 1) await call('ill');
    state.ms = 1_000;
    const { work, end } = givenWork();
    const trying = guard.run(work);
    expect([guard.state, await call('well')]).toEqual(['probing', 'breaker-open']);
    end();
    expect([await trying, guard.state]).toEqual(['well', 'closed']);
    for (let times = 0; times < 3; times += 1) await call('ill');
    state.ms = 2_000;
    expect([await call('ill'), await call('well'), guard.state]).toEqual(['ill', 'breaker-open', 'open']);
  });

  it('takes a refusal for an answer, and a caller who left for nothing', async () => {
    const { call, guard } = givenGuard();
    for (const ending of ['ill', 'ill', 'refused', 'ill', 'left', 'ill']) await call(ending);
    expect(guard.state).toBe('closed');
    await call('ill');
    expect(guard.state).toBe('open');
  });

  it('stays open where whoever tried the dependency left before it answered', async () => {
    const { state, told, guard, call } = givenGuard({ retries: 2 });
    for (let times = 0; times < 3; times += 1) await call('ill');
    state.ms = 1_000;
    const stop = new AbortController();
    const trying = guard.run(hang, { signal: stop.signal }).catch((error: unknown) => error);
    expect(guard.state).toBe('probing');
    stop.abort('changed my mind');
    expect(await trying).toBe('changed my mind');
    await new Promise((resolve) => setImmediate(resolve));
    expect([guard.state, await call('well')]).toEqual(['open', 'breaker-open']);
    state.ms = 2_000;
    expect([await call('left', { isRepeatable: true }), guard.state]).toEqual(['left', 'open']);
    state.ms = 3_000;
    expect([await call('well'), guard.state]).toEqual(['well', 'closed']);
    expect(told).toEqual(['open', 'probing', 'open', 'probing', 'open', 'probing', 'closed']);
  });

  it('stays open however far the clock of the machine is set back, and no longer', async () => {
    const { state, call } = givenGuard();
    const { now } = Date;
    try {
      for (let times = 0; times < 3; times += 1) await call('ill');
      Date.now = () => now() - 365 * 86_400_000;
      expect(await call('well')).toBe('breaker-open');
      state.ms = 1_000;
      expect(await call('well')).toBe('well');
    } finally {
      Date.now = now;
    }
  });

  it('keeps a bounded queue, and refuses at once what would not fit into it', async () => {
    const { guard, call } = givenGuard();
    const held = [givenWork(), givenWork(), givenWork()];
    const running = held.map(({ work }) => guard.run(work));
    expect(await call('well')).toBe('queue-full');
    for (const { end } of held) end();
    expect(await Promise.all(running)).toEqual(['well', 'well', 'well']);
    expect(await call('well')).toBe('well');
  });

  it('ends a call that ignores its signal, and counts it as a failure', async () => {
    const { guard } = givenGuard({ timeoutMs: 5, failures: 1 });
    await expect(guard.run(() => new Promise(() => undefined))).rejects.toThrow(DeadlinePassed);
    expect(guard.state).toBe('open');
  });

  it('counts a deadline of the caller, unless that says nothing about the dependency', async () => {
    const { guard } = givenGuard({ failures: 1 });
    const waitFor = (countsPatience: boolean) =>
      withinDeadline(5, (signal) => guard.run(hang, { signal, countsPatience })).catch(() => guard.state);
    expect([await waitFor(false), await waitFor(true)]).toEqual(['closed', 'closed']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(guard.state).toBe('open');
  });

  it('repeats what may be repeated, as often as its spec says, and nothing else', async () => {
    const { state, call } = givenGuard({ retries: 2, failures: 10 });
    expect([await call('ill', { isRepeatable: true }), state.asked]).toEqual(['ill', 3]);
    expect([await call('ill'), state.asked]).toEqual(['ill', 4]);
    expect([await call('refused', { isRepeatable: true }), state.asked]).toEqual(['refused', 5]);
  });

  it('does not repeat a call into a breaker that opened under it', async () => {
    const { state, call } = givenGuard({ retries: 5, failures: 2 });
    expect([await call('ill', { isRepeatable: true }), state.asked]).toEqual(['breaker-open', 2]);
  });

  it('counts a failure although the caller leaves because of it', async () => {
    const { guard } = givenGuard({ failures: 1 });
    const stop = new AbortController();
    const lease = await guard.hold(stop.signal);
    lease.fail('ill');
    stop.abort();
    await new Promise((resolve) => setImmediate(resolve));
    expect(guard.state).toBe('open');
  });

  it('holds a place for a stream until it ends', async () => {
    const { guard, call } = givenGuard({ atOnce: 1, queue: 0, failures: 1 });
    const lease = await guard.hold();
    expect(await call('well')).toBe('queue-full');
    lease.succeed();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await call('well')).toBe('well');
    (await guard.hold()).fail('ill');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await call('well')).toBe('breaker-open');
  });
});
