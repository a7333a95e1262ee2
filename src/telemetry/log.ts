import { type DestinationStream, pino } from 'pino';

/** Where lines go when not to standard output: any writable stream is one. */
export type LogDestination = DestinationStream;

/** The least of what is written. */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info';

/** What events write to: one line an event, few-valued fields. A logger of pino is one. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/**
 * A net under the rule that no event takes customer text or keys: what still stands under these names, at the top or one
 * level down, is blanked.
 */
const secretFields = [
  'authorization',
  'bearer',
  'key',
  'apiKey',
  'password',
  'text',
  'reply',
  'question',
  'note',
  'comment',
  'resolution',
  'correctedReply',
  'customer',
  'ref',
  'body',
  'headers',
];

/**
 * Writes JSON lines to standard output, to a stream handed in, or nowhere (`silent`, for tests).
 *
 * @param traceIds of the span a line belongs to; every line carries them
 */
export function createLog(
  destination: DestinationStream | 'stdout' | 'silent' = 'stdout',
  traceIds: () => object | undefined = () => undefined,
  least: LogLevel = 'info',
): Log {
  const options = {
    level: destination === 'silent' ? 'silent' : least,
    base: null,
    mixin: () => traceIds() ?? {},
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (level: string) => ({ level }) },
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
    // An error's message may quote what somebody typed, so no error is ever serialised whole.
    serializers: { err: () => '[redacted]', error: () => '[redacted]' },
  };
  return typeof destination === 'string' ? pino(options) : pino(options, destination);
}
