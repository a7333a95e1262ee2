import { ModelError, type ModelErrorCode } from '../../models/model-error.ts';
import { type FromEngine, parseToEngine } from './engine-messages.ts';

/** What an operation may use while it runs. */
export interface RunningCall {
  readonly signal: AbortSignal;
  /** Sends a part of the answer ahead of its end. */
  emit(piece: unknown): void;
}

export type EngineOperation = (input: unknown, call: RunningCall) => Promise<unknown>;

export interface ServedEngine {
  /** What the server learns at readiness. */
  readonly facts: unknown;
  readonly operations: Readonly<Record<string, EngineOperation>>;
}

/**
 * Turns this process into an engine: starts on the server's first message, answers calls, and dies with the server.
 *
 * @param open loads the model from the settings the server sent; its fault is reported, and the server ends the process
 */
export function serveEngine(open: (settings: unknown) => Promise<ServedEngine>): void {
  const running = new Map<number, AbortController>();
  let engine: ServedEngine | undefined;

  process.on('message', (received) => {
    const message = parseToEngine(received);
    switch (message.kind) {
      case 'start':
        void start(message.settings);
        return;
      case 'call':
        void answer(message.id, message.operation, message.input);
        return;
      case 'cancel':
        running.get(message.id)?.abort();
        return;
      case 'ping':
        tell({ kind: 'pong' });
    }
  });
  // A native call may be running on another thread: leaving at once is the one exit that cannot hang or dump a core.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // A terminal or a service manager signals the whole group, and the server still has calls to drain.
  process.on('SIGINT', keepServing);
  process.on('SIGTERM', keepServing);

  async function start(settings: unknown): Promise<void> {
    try {
      engine = await open(settings);
      tell({ kind: 'ready', facts: engine.facts });
    } catch (fault) {
      tell({ kind: 'start-failed', ...toFailure(fault) });
    }
  }

  async function answer(id: number, operation: string, input: unknown): Promise<void> {
    const stop = new AbortController();
    running.set(id, stop);
    try {
      const run = engine?.operations[operation];
      if (run === undefined) throw new ModelError('engine-failed', `Cannot run "${operation}": no such operation`);
      const emit = (piece: unknown) => tell({ kind: 'piece', id, piece });
      const result = await run(input, { signal: stop.signal, emit });
      tell({ kind: 'done', id, result });
    } catch (fault) {
      tell({ kind: 'failed', id, ...toFailure(fault) });
    } finally {
      running.delete(id);
    }
  }
}

function tell(message: FromEngine): void {
  // A closed channel is no fault of its own: `disconnect` ends the process.
  process.send?.(message, undefined, undefined, ignore);
}

/** Only our own messages pass: a library's may quote what it was fed. */
function toFailure(fault: unknown): { code: ModelErrorCode; message: string } {
  if (fault instanceof ModelError) return { code: fault.code, message: fault.message };
  return {
    code: 'engine-failed',
    message: `Engine operation failed: ${fault instanceof Error ? fault.name : 'fault'}`,
  };
}

function keepServing(): void {}

function ignore(): void {}
