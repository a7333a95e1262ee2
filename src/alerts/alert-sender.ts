/** How an attempt ended: a code, `delivered` where the receiver answered 2xx. */
export type SendResult =
  | 'delivered'
  | 'gone'
  | 'refused'
  | 'redirected'
  | 'receiver-failed'
  | 'timed-out'
  | 'unreachable'
  | 'address-not-on-site';

export interface SendRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/**
 * Posts one message to a webhook.
 *
 * - Never rejects: every ending is a code.
 * - Follows no redirect, reads nothing of an answer but its status, and ends at `timeoutMs` whatever the receiver does.
 * - Connects only to addresses of the site (`src/telemetry/site-address.ts`), whatever name the URL has.
 */
export type AlertSender = (request: SendRequest) => Promise<SendResult>;
