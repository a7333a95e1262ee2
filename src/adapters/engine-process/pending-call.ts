import { ModelError } from '../../models/model-error.ts';

/** One request to an engine. */
export interface EngineCall {
  readonly operation: string;
  readonly input: unknown;
  /** From the request to its end, waiting for a place or a restart included. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Called in order, before the answer. */
  readonly onPiece?: (piece: unknown) => void;
  /** False for calls so short that they take no place in the bounded queue. Default true. */
  readonly takesPlace?: boolean;
}

/** What the owner of a call does when it ends early. */
interface EarlyEnd {
  onTimeout(): void;
  onCancel(): void;
}

/** A call on its way: settles once, by answer, fault, deadline or cancellation, and then lets go of timer and signal. */
export class PendingCall {
  readonly answer: Promise<unknown>;
  /** Whether the engine has heard of it. */
  sent = false;
  readonly #call: EngineCall;
  readonly #timer: NodeJS.Timeout;
  readonly #cancel: () => void;
  #resolve: (result: unknown) => void = () => undefined;
  #reject: (fault: ModelError) => void = () => undefined;

  constructor(call: EngineCall, early: EarlyEnd) {
    this.#call = call;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#timer = setTimeout(() => {
      this.fail(new ModelError('engine-timeout', `Engine call "${call.operation}" passed ${call.deadlineMs} ms`));
      early.onTimeout();
    }, call.deadlineMs);
    this.#cancel = () => {
      this.fail(cancelled(call.operation));
      early.onCancel();
    };
    call.signal?.addEventListener('abort', this.#cancel, { once: true });
  }

  get operation(): string {
    return this.#call.operation;
  }

  get input(): unknown {
    return this.#call.input;
  }

  get takesPlace(): boolean {
    return this.#call.takesPlace ?? true;
  }

  receive(piece: unknown): void {
    this.#call.onPiece?.(piece);
  }

  succeed(result: unknown): void {
    this.#letGo();
    this.#resolve(result);
  }

  fail(fault: ModelError): void {
    this.#letGo();
    this.#reject(fault);
  }

  #letGo(): void {
    clearTimeout(this.#timer);
    this.#call.signal?.removeEventListener('abort', this.#cancel);
  }
}

export function cancelled(operation: string): ModelError {
  return new ModelError('cancelled', `Engine call "${operation}" was cancelled by its caller`);
}
