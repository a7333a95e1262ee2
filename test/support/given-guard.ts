import { Guard } from '../../src/adapters/resilience/guard.ts';
import { judgeModelError } from '../../src/adapters/resilience/guard-models.ts';

/** A guard that lets so many calls in and lets none wait; its breaker stays out of the way. */
export function givenGuard(atOnce: number): Guard {
  const spec = { timeoutMs: 60_000, atOnce, queue: 0, failures: 1_000, probeAfterMs: 1_000, retries: 0 };
  return new Guard('sample', spec, {
    judge: judgeModelError,
    onChange: () => undefined,
    nowMs: () => performance.now(),
  });
}
