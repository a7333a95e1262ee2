import { findNumber, findText, isRecord } from './narrow.ts';

/** What may go wrong between this page and the appliance; each code has its own words in `texts.ts`. */
export type KioskErrorCode =
  | 'key-refused'
  | 'conversation-ended'
  | 'not-accepted'
  | 'busy'
  | 'appliance-fault'
  | 'unreachable'
  | 'unreadable-answer';

/** A call that did not end in an answer. The message never holds what the customer wrote. */
export class KioskError extends Error {
  override readonly name = 'KioskError';
  readonly code: KioskErrorCode;
  /** How long the appliance asks to be left alone; undefined when it did not say. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: KioskErrorCode, detail: { retryAfterSeconds?: number | undefined; cause?: unknown } = {}) {
    super(`Cannot complete the call: ${code}`, { cause: detail.cause });
    this.code = code;
    this.retryAfterSeconds = detail.retryAfterSeconds;
  }
}

/** Reads an answer that is not 2xx: by the problem's own code where it has one (RFC 9457), else by its status. */
export async function toKioskError(response: Response): Promise<KioskError> {
  const problem: unknown = await response.json().catch(() => undefined);
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new KioskError(codeFor(problem, response.status), {
    retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : undefined,
  });
}

/** Reads a problem that ends a stream, where the status of the answer was 200 long before. */
export function toStreamError(problem: unknown): KioskError {
  return new KioskError(codeFor(problem, isRecord(problem) ? (findNumber(problem, 'status') ?? 500) : 500));
}

function codeFor(problem: unknown, status: number): KioskErrorCode {
  const code = isRecord(problem) ? findText(problem, 'code') : undefined;
  return code === 'conversation-closed' ? 'conversation-ended' : codeForStatus(status);
}

function codeForStatus(status: number): KioskErrorCode {
  switch (status) {
    case 401:
    case 403:
      return 'key-refused';
    case 404:
    case 410:
      return 'conversation-ended';
    case 408:
    case 409:
    case 429:
    case 503:
      return 'busy';
    default:
      return status >= 500 ? 'appliance-fault' : 'not-accepted';
  }
}
