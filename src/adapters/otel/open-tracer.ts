import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import { createLabeller } from '../../telemetry/label.ts';
import type { SpanAttributes, Tracer } from '../../telemetry/tracer.ts';
import { parseTraceparent } from './parse-traceparent.ts';

export interface TracerOptions {
  readonly exporter: SpanExporter;
  /** Of traces that no caller began, 0 to 1. */
  readonly share: number;
  readonly version: string;
}

/** Spans that wait for their export; more are dropped. */
const MOST_WAITING = 4_096;
const EXPORT_EVERY_MS = 2_000;

/** Traces with the SDK of OpenTelemetry. Nothing is registered for the whole process: two appliances do not mix. */
export function openTracer({ exporter, share, version }: TracerOptions): Tracer {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'confidant', 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [
      new BatchSpanProcessor(exporter, { maxQueueSize: MOST_WAITING, scheduledDelayMillis: EXPORT_EVERY_MS }),
    ],
  });
  const tracer = provider.getTracer('confidant');
  const held = new AsyncLocalStorage<Context>();
  const attributesOf = createAttributes();
  const here = (): Context => held.getStore() ?? ROOT_CONTEXT;

  async function runIn<T>(span: Span, work: () => Promise<T> | T, finish: (answer: T) => void): Promise<T> {
    try {
      const answer = await held.run(trace.setSpan(here(), span), async () => work());
      finish(answer);
      return answer;
    } catch (error) {
      // Its class alone: a message may quote the customer.
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  }

  return {
    span: (name, work, describe) => {
      const span = tracer.startSpan(name, {}, here());
      return runIn(span, work, (answer) => void (describe && span.setAttributes(attributesOf(describe(answer)))));
    },
    request: (traceparent, work, describe) => {
      const caller = parseTraceparent(traceparent);
      const from = caller ? trace.setSpanContext(ROOT_CONTEXT, caller) : ROOT_CONTEXT;
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, from);
      return runIn(span, work, () => {
        const { name, attributes } = describe();
        span.updateName(name).setAttributes(attributesOf(attributes));
      });
    },
    begin: (name) => {
      const span = tracer.startSpan(name, {}, here());
      return { end: (attributes = {}) => span.setAttributes(attributesOf(attributes)).end() };
    },
    current: () => {
      const context = trace.getSpanContext(here());
      return context && isSpanContextValid(context) ? { traceId: context.traceId, spanId: context.spanId } : undefined;
    },
    close: () => provider.shutdown().catch(() => undefined),
  };
}

/** Words go through the same sieve as labels of metrics: what is no code becomes `other`. */
function createAttributes(): (attributes: SpanAttributes) => SpanAttributes {
  const label = createLabeller();
  return (attributes) =>
    Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, typeof value === 'string' ? label(name, value) : value]),
    );
}
