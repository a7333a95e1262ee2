import type { ChildProcess } from 'node:child_process';
import { ModelError } from '../../models/model-error.ts';
import { type FromEngine, parseFromEngine, type ToEngine } from './engine-messages.ts';
import type { EngineProcessOptions } from './engine-process-options.ts';
import { forkEngine } from './fork-engine.ts';
import { cancelled, type EngineCall, PendingCall } from './pending-call.ts';
import { restartDelayFor } from './restart-delay.ts';

/** `idle`: the first call starts it. `down` is the pause after repeated crashes: calls fail at once. While `starting`, they wait. */
export type EngineState = 'idle' | 'starting' | 'ready' | 'down' | 'closed';

const DEFAULT_START_DEADLINE_MS = 60_000;
/** How long a process may stay silent after a deadline has passed before it counts as hung. */
const PING_PATIENCE_MS = 2_000;
/** A call that was waited for this long, and then given up, may stand before a process that hangs. */
const DOUBTFUL_MS = 1_000;
/** How long `close` waits for calls in flight. */
const DRAIN_MS = 5_000;

/** One engine in a process of its own: restarted when it dies, killed when it hangs, its calls never left hanging. */
export class EngineProcess {
  readonly #options: EngineProcessOptions;
  readonly #calls = new Map<number, PendingCall>();
  readonly #listeners = new Set<(state: EngineState) => void>();
  readonly #crashes: number[] = [];
  #state: EngineState = 'idle';
  #child: ChildProcess | undefined;
  #nextId = 1;
  #startTimer: NodeJS.Timeout | undefined;
  #pingTimer: NodeJS.Timeout | undefined;
  #restartTimer: NodeJS.Timeout | undefined;
  #opening: { ready(): void; failed(fault: ModelError): void } | undefined;
  #startFault: ModelError | undefined;

  private constructor(options: EngineProcessOptions) {
    this.#options = options;
  }

  /**
   * Starts the engine and waits until it is ready, unless it waits for its first call. A start made here is not repeated:
   * what is wrong with it is the caller's.
   *
   * @throws {ModelError} the code the engine reports, or `engine-down` when it dies without one
   */
  static async open(options: EngineProcessOptions): Promise<EngineProcess> {
    const engine = new EngineProcess(options);
    if (options.startsAtFirstCall === true) return engine;
    const leave = (): void => void engine.#child?.kill('SIGKILL');
    try {
      await new Promise<void>((resolve, reject) => {
        engine.#opening = { ready: resolve, failed: reject };
        engine.#launch();
        options.signal?.addEventListener('abort', leave);
        if (options.signal?.aborted === true) leave();
      });
      return engine;
    } finally {
      options.signal?.removeEventListener('abort', leave);
    }
  }

  get state(): EngineState {
    return this.#state;
  }

  get processId(): number | undefined {
    return this.#child?.pid;
  }

  /** Calls `listener` at every change of state. Returns the way to stop that. */
  onStateChange(listener: (state: EngineState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Runs one operation in the engine.
   *
   * @throws {ModelError} `engine-down`, `engine-timeout`, `engine-failed`, `queue-full`, `cancelled`, and what the operation reports
   */
  async call(request: EngineCall): Promise<unknown> {
    this.#refuseWhatCannotRun(request);
    const id = this.#nextId++;
    const begun = performance.now();
    const call = new PendingCall(request, {
      onTimeout: () => {
        this.#abandon(id);
        this.#checkLife();
      },
      onCancel: () => {
        this.#abandon(id);
        // A caller whose own patience ended first leaves the same doubt as a passed deadline.
        if (performance.now() - begun >= DOUBTFUL_MS) this.#checkLife();
      },
    });
    this.#calls.set(id, call);
    if (this.#state === 'ready') this.#sendCall(id, call);
    if (this.#state === 'idle') void this.#launchLate();
    return call.answer;
  }

  /** Refuses further calls, waits up to 5 s for those in flight, then ends the process. */
  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    clearTimeout(this.#restartTimer);
    const child = this.#child;
    this.#moveTo('closed');
    const answers = Promise.allSettled([...this.#calls.values()].map((call) => call.answer));
    let limit: NodeJS.Timeout | undefined;
    const drained = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, DRAIN_MS);
    });
    await Promise.race([answers, drained]);
    clearTimeout(limit);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
  }

  #refuseWhatCannotRun(request: EngineCall): void {
    if (request.signal?.aborted === true) throw cancelled(request.operation);
    if (this.#state === 'down' || this.#state === 'closed') throw this.#downFault(`it is ${this.#state}`);
    if (request.takesPlace === false) return;
    const taken = [...this.#calls.values()].filter((call) => call.takesPlace).length;
    if (taken < this.#options.maxCalls) return;
    throw new ModelError('queue-full', `Cannot queue a call to the ${this.#options.name}: ${taken} are in flight`);
  }

  #launch(): void {
    this.#startFault = undefined;
    this.#moveTo('starting');
    const child = forkEngine(this.#options.module, this.#options.environment);
    this.#child = child;
    child.on('message', (message) => {
      if (child === this.#child) this.#receive(parseFromEngine(message));
    });
    child.once('error', (cause) => this.#lose(child, `fork failed: ${cause.name}`));
    child.once('exit', (status, signal) => this.#lose(child, signal ?? `exit ${status}`));
    this.#send({ kind: 'start', settings: this.#options.settingsOfStart() });
    this.#startTimer = setTimeout(
      () => child.kill('SIGKILL'),
      this.#options.startDeadlineMs ?? DEFAULT_START_DEADLINE_MS,
    );
  }

  #receive(message: FromEngine | undefined): void {
    clearTimeout(this.#pingTimer);
    this.#pingTimer = undefined;
    if (message === undefined) {
      this.#child?.kill('SIGKILL');
      return;
    }
    switch (message.kind) {
      case 'ready':
        this.#becomeReady(message.facts);
        return;
      case 'start-failed':
        this.#startFault = new ModelError(message.code, message.message);
        this.#child?.kill('SIGKILL');
        return;
      case 'piece':
        this.#calls.get(message.id)?.receive(message.piece);
        return;
      case 'done':
        this.#take(message.id)?.succeed(message.result);
        return;
      case 'failed':
        this.#take(message.id)?.fail(new ModelError(message.code, message.message));
        return;
      case 'pong':
    }
  }

  #becomeReady(facts: unknown): void {
    clearTimeout(this.#startTimer);
    if (this.#state !== 'starting') return;
    this.#options.onReady?.(facts);
    this.#opening?.ready();
    this.#opening = undefined;
    this.#moveTo('ready');
    for (const [id, call] of this.#calls) this.#sendCall(id, call);
  }

  /** The process is gone: nothing in flight is left waiting, and the next start is arranged. */
  #lose(child: ChildProcess, how: string): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    clearTimeout(this.#startTimer);
    clearTimeout(this.#pingTimer);
    this.#pingTimer = undefined;
    const fault = this.#failCalls(`its process ended with "${how}"`);
    if (this.#state === 'closed') return;
    if (this.#opening !== undefined) {
      this.#moveTo('closed');
      this.#opening.failed(this.#startFault ?? fault);
      return;
    }
    this.#restart();
  }

  #restart(): void {
    const now = Date.now();
    this.#crashes.push(now);
    const delay = restartDelayFor(this.#crashes, now);
    if (delay === 0) {
      this.#crashes.splice(0, this.#crashes.length - 1);
      void this.#launchLate();
      return;
    }
    this.#moveTo('down');
    this.#restartTimer = setTimeout(() => void this.#launchLate(), delay);
  }

  async #launchLate(): Promise<void> {
    this.#moveTo('starting');
    try {
      await this.#options.beforeLateStart?.();
    } catch {
      this.#failCalls('it may not be started as it is now');
      if (this.#state === 'starting') this.#restart();
      return;
    }
    if (this.#state !== 'starting') return;
    try {
      this.#launch();
    } catch {
      // A machine without memory refuses a process at once.
      this.#failCalls('no process can be made');
      this.#restart();
    }
  }

  #abandon(id: number): void {
    const call = this.#take(id);
    if (call?.sent === true) this.#send({ kind: 'cancel', id });
  }

  /** A passed deadline may be a slow call or a hung process: one that does not answer a ping is killed. */
  #checkLife(): void {
    if (this.#state !== 'ready' || this.#pingTimer !== undefined) return;
    const child = this.#child;
    this.#pingTimer = setTimeout(() => child?.kill('SIGKILL'), PING_PATIENCE_MS);
    this.#send({ kind: 'ping' });
  }

  #sendCall(id: number, call: PendingCall): void {
    call.sent = true;
    try {
      this.#send({ kind: 'call', id, operation: call.operation, input: call.input });
    } catch (cause) {
      this.#take(id)?.fail(new ModelError('engine-failed', `Cannot send "${call.operation}" to its engine`, { cause }));
    }
  }

  #send(message: ToEngine): void {
    // A channel that closes under the message is followed by `exit`, which settles every call.
    if (this.#child?.connected === true) this.#child.send(message, () => undefined);
  }

  #take(id: number): PendingCall | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }

  #moveTo(state: EngineState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }

  #failCalls(why: string): ModelError {
    const fault = this.#downFault(why);
    for (const id of this.#calls.keys()) this.#take(id)?.fail(fault);
    return fault;
  }

  #downFault(why: string): ModelError {
    return new ModelError('engine-down', `Cannot use the ${this.#options.name}: ${why}`);
  }
}
