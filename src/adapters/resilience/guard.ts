import {
  type BulkheadPolicy,
  BulkheadRejectedError,
  bulkhead,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  type RetryPolicy,
  retry,
} from 'cockatiel';
import { DeadlinePassed, whileWanted, withinDeadline } from '../../conversation/within-deadline.ts';

/** How a dependency is kept from taking the appliance with it. Times are milliseconds. */
export interface GuardSpec {
  /** Longest one attempt may take. */
  readonly timeoutMs: number;
  /** Calls under way side by side. */
  readonly atOnce: number;
  /** Calls that wait for a place; one more is refused at once. */
  readonly queue: number;
  /** Failures in a row after which the dependency is left alone. */
  readonly failures: number;
  /** How long it is left alone; then one call tries it, and the others go on being refused until that one is back. */
  readonly probeAfterMs: number;
  /** Further attempts of a call that may be repeated, each after a pause with jitter. */
  readonly retries: number;
}

export type BreakerState = 'closed' | 'open' | 'probing';

/** A call that was not made: nothing has happened. */
export class GuardRefusal extends Error {
  override readonly name = 'GuardRefusal';
  readonly code: 'breaker-open' | 'queue-full';

  constructor(code: GuardRefusal['code'], dependency: string) {
    super(`Cannot ask "${dependency}": ${code}`);
    this.code = code;
  }
}

/** What an error says of the dependency: that it is ill, that it is well and turned the call down, or nothing. */
export type Verdict = 'failure' | 'answer' | 'nothing';

export interface GuardPorts {
  judge(error: unknown): Verdict;
  onChange(state: BreakerState): void;
  /** Monotonic: a clock that is set back must not keep a breaker open for a year. */
  nowMs(): number;
}

export interface GuardedCall {
  readonly signal?: AbortSignal | undefined;
  /** True for a call that has the same effect however often it is made. */
  readonly isRepeatable?: boolean;
  /** False where the caller's own patience says nothing about the dependency. Default true. */
  readonly countsPatience?: boolean;
}

/** A place at a dependency for as long as a stream lasts. */
export interface Lease {
  readonly signal: AbortSignal;
  succeed(): void;
  fail(error: unknown): void;
}

const FIRST_PAUSE_MS = 40;
const LONGEST_PAUSE_MS = 400;
/** The library reads the wall clock; with this the guard's own clock alone says when a probe is due. */
const whenever = { duration: Number.NEGATIVE_INFINITY, next: () => whenever };

/** Stands before one dependency: a bounded queue, a breaker, a deadline and, for calls that may be repeated, retries. */
export class Guard {
  readonly name: string;
  readonly #spec: GuardSpec;
  readonly #ports: GuardPorts;
  readonly #bulkhead: BulkheadPolicy;
  readonly #breaker: CircuitBreakerPolicy;
  readonly #retry: RetryPolicy;
  #openedAt = 0;

  constructor(name: string, spec: GuardSpec, ports: GuardPorts) {
    this.name = name;
    this.#spec = spec;
    this.#ports = ports;
    const failures = handleWhen((error) => this.#verdictOn(error) === 'failure');
    this.#bulkhead = bulkhead(spec.atOnce, spec.queue);
    const repeated = handleWhen((error) => !(error instanceof Unanswered) && this.#verdictOn(error) === 'failure');
    this.#retry = retry(repeated, {
      maxAttempts: spec.retries,
      backoff: new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MS, maxDelay: LONGEST_PAUSE_MS }),
    });
    const breaker = new ConsecutiveBreaker(spec.failures);
    this.#breaker = circuitBreaker(failures, { breaker, halfOpenAfter: { next: () => whenever } });
    this.#breaker.onStateChange(() => {
      if (this.#breaker.state === CircuitState.Open) this.#openedAt = ports.nowMs();
      ports.onChange(this.state);
    });
  }

  get state(): BreakerState {
    switch (this.#breaker.state) {
      case CircuitState.Closed:
        return 'closed';
      case CircuitState.HalfOpen:
        return 'probing';
      default:
        return 'open';
    }
  }

  /**
   * Makes one call, or refuses it before anything is sent.
   *
   * @throws {GuardRefusal} `breaker-open`, `queue-full`; {@link DeadlinePassed}; what the call throws
   */
  async run<T>(work: (signal: AbortSignal) => Promise<T>, call: GuardedCall = {}): Promise<T> {
    this.#refuseWhileOpen();
    const { signal } = call;
    const attempt = async (): Promise<T> => {
      this.#refuseWhileOpen();
      // Whoever left the queue meanwhile asks for nothing any more.
      if (hasLeft(signal)) throw new Unanswered(signal?.reason, false);
      const answer = await this.#breaker.execute(() => this.#attempt(work, call));
      if ('refusal' in answer) throw answer.refusal;
      return answer.value;
    };
    const repeats = call.isRepeatable === true && this.#spec.retries > 0;
    try {
      // Waiting for a place ends with the caller's signal too.
      return await whileWanted(signal, () =>
        this.#bulkhead.execute(() => (repeats ? this.#retry.execute(attempt, signal) : attempt())),
      );
    } catch (error) {
      if (error instanceof Unanswered) throw error.cause;
      throw error instanceof BulkheadRejectedError ? new GuardRefusal('queue-full', this.name) : error;
    }
  }

  /** Takes a place until the lease ends; the deadline of the spec bounds it. Throws as {@link run} does. */
  hold(signal?: AbortSignal): Promise<Lease> {
    return new Promise((resolve, reject) => {
      const whileHeld = (inner: AbortSignal) =>
        new Promise<void>((succeed, fail) => resolve({ signal: inner, succeed, fail }));
      this.run(whileHeld, { signal }).catch(reject);
    });
  }

  /** A call that was turned down is an answer: it ends a row of failures. */
  async #attempt<T>(work: (signal: AbortSignal) => Promise<T>, call: GuardedCall): Promise<Answer<T>> {
    const { signal, countsPatience = true } = call;
    // A call that tries the dependency and learns nothing has not shown that it is well: the breaker stays open.
    const isProbe = this.#breaker.state !== CircuitState.Closed;
    try {
      return { value: await withinDeadline(this.#spec.timeoutMs, work, signal) };
    } catch (error) {
      // A caller who leaves after a failure, and because of it, takes nothing back.
      if (hasLeft(signal) && error === signal?.reason) {
        throw new Unanswered(error, isProbe || (countsPatience && error instanceof DeadlinePassed));
      }
      const verdict = this.#verdictOn(error);
      if (verdict === 'answer') return { refusal: error };
      throw verdict === 'nothing' ? new Unanswered(error, isProbe) : error;
    }
  }

  #verdictOn(error: unknown): Verdict {
    if (error instanceof Unanswered) return error.isFailure ? 'failure' : 'nothing';
    return error instanceof DeadlinePassed ? 'failure' : this.#ports.judge(error);
  }

  #refuseWhileOpen(): void {
    const { state } = this.#breaker;
    if (state === CircuitState.Closed) return;
    const isDue = this.#ports.nowMs() - this.#openedAt >= this.#spec.probeAfterMs;
    if (state === CircuitState.Open && isDue) return;
    throw new GuardRefusal('breaker-open', this.name);
  }
}

/** A call that ended without a word of the dependency: its caller left, because a deadline passed or of their own accord. */
class Unanswered extends Error {
  readonly isFailure: boolean;

  constructor(reason: unknown, isFailure: boolean) {
    super('The call was not answered', { cause: reason });
    this.isFailure = isFailure;
  }
}

function hasLeft(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

type Answer<T> = { readonly value: T } | { readonly refusal: unknown };
