import { isSpanContextValid, type SpanContext, TraceFlags } from '@opentelemetry/api';

/** Version, trace id, span id, flags. A later version may have more after them, ours may not. */
const shape = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** The caller's span, undefined where the header is none. @see https://www.w3.org/TR/trace-context/ */
export function parseTraceparent(header: string | undefined): SpanContext | undefined {
  const [, version, traceId = '', spanId = '', flags = '0', more] = shape.exec(header ?? '') ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  // The lowest bit of the flags; the others say nothing here.
  const isSampled = Number.parseInt(flags, 16) % 2 === 1;
  const caller = { traceId, spanId, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true };
  return isSpanContextValid(caller) ? caller : undefined;
}
