import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { AlertSender } from '../../alerts/alert-sender.ts';

/** Codes of an export's result in OpenTelemetry. */
const SUCCESS = 0;
const FAILED = 1;
const COLLECTOR_TIMEOUT_MS = 5_000;

/** One JSON line of OTLP for each batch, in a file that is turned over before it is too large; one older file is kept. */
export function createFileExporter(file: string, maxBytes: number): SpanExporter {
  return createExporter(async (line) => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const size = existsSync(file) ? statSync(file).size : 0;
    if (size > 0 && size + line.length > maxBytes / 2) renameSync(file, `${file}.1`);
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
    return true;
  });
}

/** OTLP over HTTP with JSON, to a collector of the site; `send` follows no redirect and leaves the site for no name. */
export function createCollectorExporter(url: string, send: AlertSender): SpanExporter {
  return createExporter(async (body) => {
    const headers = { 'content-type': 'application/json' };
    return (await send({ url, headers, body, timeoutMs: COLLECTOR_TIMEOUT_MS })) === 'delivered';
  });
}

/** What cannot be written or sent is dropped: a trace is worth less than the turn it is of. */
function createExporter(write: (json: string) => Promise<boolean>): SpanExporter {
  let running = Promise.resolve();
  return {
    export: (spans: ReadableSpan[], done) => {
      running = running
        .then(() => write(new TextDecoder().decode(JsonTraceSerializer.serializeRequest(spans))))
        .then(
          (isWritten) => done({ code: isWritten ? SUCCESS : FAILED }),
          () => done({ code: FAILED }),
        );
    },
    forceFlush: () => running,
    shutdown: () => running,
  };
}
