import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ToLabel } from './label.ts';

/** Seconds; a vector takes some milliseconds, a reply seconds. */
const callBuckets = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const tokenBuckets = [64, 128, 256, 384, 512, 768, 1_024, 1_536, 2_048];

/** One call of an engine or of a system of record, as it began. */
export interface CallBegun {
  /** `encoder`, `text`. */
  readonly engine: string;
  /** `embed`, `tag`, `generate`, `decide`. */
  readonly operation: string;
}

export interface CallCounters {
  /** Counts a call as waiting until the answer, `ok` or a code, is handed to what this returns. */
  beginCall(call: CallBegun): (result: string, tokens?: { readonly prompt: number; readonly reply: number }) => void;
  /** A system of record answered: `done`, or a code. */
  countBackendCall(call: { readonly connector: string; readonly result: string }): void;
}

/** Counters of what the appliance asks of others: its engines and the systems of record. */
export function createCallCounters(registry: Registry, label: ToLabel): CallCounters {
  const metrics = registerCallMetrics(registry);
  return {
    beginCall: function beginCall(call) {
      const engine = label('engine', call.engine);
      const labels = { engine, operation: label('operation', call.operation) };
      const begun = performance.now();
      metrics.waiting.inc({ engine });
      return function endCall(result, tokens) {
        metrics.waiting.dec({ engine });
        metrics.calls.inc({ ...labels, result: label('result', result) });
        metrics.seconds.observe(labels, (performance.now() - begun) / 1_000);
        if (!tokens) return;
        metrics.tokens.observe({ part: 'prompt' }, tokens.prompt);
        metrics.tokens.observe({ part: 'reply' }, tokens.reply);
      };
    },
    countBackendCall: ({ connector, result }) => {
      metrics.backends.inc({ connector: label('connector', connector), result: label('result', result) });
    },
  };
}

function registerCallMetrics(registry: Registry) {
  const registers = [registry];
  return {
    waiting: new Gauge({
      name: 'confidant_engine_calls_waiting',
      help: 'Calls of an engine that were made and not yet answered',
      labelNames: ['engine'] as const,
      registers,
    }),
    calls: new Counter({
      name: 'confidant_engine_calls_total',
      help: 'Calls of engines by their answer',
      labelNames: ['engine', 'operation', 'result'] as const,
      registers,
    }),
    seconds: new Histogram({
      name: 'confidant_engine_call_seconds',
      help: 'Time of one call of an engine, waiting included',
      labelNames: ['engine', 'operation'] as const,
      registers,
      buckets: callBuckets,
    }),
    tokens: new Histogram({
      name: 'confidant_context_tokens',
      help: 'Tokens of one generation: of its prompt, and of what was written',
      labelNames: ['part'] as const,
      registers,
      buckets: tokenBuckets,
    }),
    backends: new Counter({
      name: 'confidant_backend_calls_total',
      help: 'Calls of systems of record by their answer; all but `done` and `not-found` failed',
      labelNames: ['connector', 'result'] as const,
      registers,
    }),
  };
}
