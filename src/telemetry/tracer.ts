/** Few-valued words and numbers about a span; never customer text, an id of a person, or a value. */
export type SpanAttributes = Readonly<Record<string, string | number>>;

/** A span under way. Ending it twice ends it once. */
export interface OpenSpan {
  end(attributes?: SpanAttributes): void;
}

/** Ids of the span that is under way, in lower-case hex (W3C Trace Context), as log lines carry them. */
export interface TraceIds {
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * Says where the time of a turn went. A span stands below the one it begins in, across `await`.
 *
 * - Never throws of itself, and never changes what `work` answers or throws; a span whose work throws ends as failed,
 *   with a code and without a message.
 * - What cannot be exported is dropped: no turn waits for a trace.
 */
export interface Tracer {
  /** @param describe told what the work answered, for the attributes of the span */
  span<T>(name: string, work: () => Promise<T> | T, describe?: (answer: T) => SpanAttributes): Promise<T>;
  /** As `span`, the first of a request; continues the trace of the caller where `traceparent` is one (W3C, level 1). */
  request<T>(traceparent: string | undefined, work: () => Promise<T>, describe: () => RequestSpan): Promise<T>;
  /** A span around what is no single call, such as a stream. */
  begin(name: string): OpenSpan;
  /** Undefined outside every span, and while nothing is traced. */
  current(): TraceIds | undefined;
  /** Exports what is left. */
  close(): Promise<void>;
}

/** What a request turned out to be, once it is answered. */
export interface RequestSpan {
  /** Method and route pattern: `POST /v1/conversations/:id/messages`. */
  readonly name: string;
  readonly attributes: SpanAttributes;
}

const closedSpan: OpenSpan = { end: () => undefined };

/** Traces nothing and costs nothing. */
export const noTracer: Tracer = {
  span: async (_name, work) => work(),
  request: (_traceparent, work) => work(),
  begin: () => closedSpan,
  current: () => undefined,
  close: async () => undefined,
};
