import { join } from 'node:path';
import { openTracer } from './adapters/otel/open-tracer.ts';
import { createCollectorExporter, createFileExporter } from './adapters/otel/trace-exporters.ts';
import { postWebhook } from './adapters/webhook/post-webhook.ts';
import type { BeginCall } from './compose-observed-engines.ts';
import { productVersion } from './config/product-version.ts';
import type { Config } from './config/read-config.ts';
import type { CallCounters } from './telemetry/engine-metrics.ts';
import { noTracer, type Tracer } from './telemetry/tracer.ts';

/** Below the data folder: where traces go that stay on this machine. */
const TRACE_FILE = join('traces', 'traces.jsonl');

/** Opens the tracer the configuration asks for; none by default. */
export function openTraces({ traces }: Config, data: string): Tracer {
  switch (traces.to) {
    case 'off':
      return noTracer;
    case 'file': {
      const exporter = createFileExporter(join(data, TRACE_FILE), traces.megabytes * 1_000_000);
      return openTracer({ exporter, share: traces.share, version: productVersion });
    }
    case 'collector': {
      const exporter = createCollectorExporter(traces.url, postWebhook);
      return openTracer({ exporter, share: traces.share, version: productVersion });
    }
  }
}

/** Counts every call of an engine and makes it a span. */
export function observeCalls({ beginCall }: CallCounters, tracer: Tracer): BeginCall {
  return function beginObserved(call) {
    const count = beginCall(call);
    const span = tracer.begin(`${call.engine} ${call.operation}`);
    return function endObserved(result, tokens) {
      count(result, tokens);
      span.end({ result, ...(tokens ? { promptTokens: tokens.prompt, replyTokens: tokens.reply } : {}) });
    };
  };
}
