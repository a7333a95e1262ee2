/** A one-time code on its way to a customer. */
export interface CodeMessage {
  /** The reference the customer goes by. The sender knows the address on file; nobody in a conversation can name one. */
  readonly reference: string;
  readonly code: string;
  readonly language: string;
  readonly expiresAt: Date;
  /** One key is one message. */
  readonly idempotencyKey: string;
}

/**
 * Sends one-time codes to the address the organisation has on file.
 *
 * A reference nobody knows is no error: the caller must not learn who is a customer. Nothing of the message is logged.
 */
export interface CodeSender {
  /** @throws {ConnectorError} `unreachable` where no code can be sent at all */
  send(message: CodeMessage, signal?: AbortSignal): Promise<void>;
}
