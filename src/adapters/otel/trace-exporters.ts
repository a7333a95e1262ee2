import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { AlertSender } from '../../alerts/alert-sender.ts';

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
  const attempt = async (spans: ReadableSpan[]): Promise<boolean> => {
    try {
      return await write(new TextDecoder().decode(JsonTraceSerializer.serializeRequest(spans)));
    } catch {
      return false;
    }
  };
  return {
    export: (spans, done) => {
      const before = running;
      // One after the other, so that lines of a file and requests keep their order.
      running = (async () => {
        await before;
        const isWritten = await attempt(spans);
        // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- 0 done, 1 failed: the enum is in a package of its own
        done({ code: isWritten ? 0 : 1 });
      })();
    },
    forceFlush: () => running,
    shutdown: () => running,
  };
}
