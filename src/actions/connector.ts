/** A value a connector is handed; objects and lists are made by nobody here. */
export type ParameterValue = string | number | boolean;
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** One call of one operation. The parameters are the customer's own values: they go to the system and nowhere else. */
export interface ConnectorCall {
  /** As the system of record names it. */
  readonly operation: string;
  readonly parameters: Parameters;
  /** What policy takes the operation for. A connector that knows better refuses with `risk-understated`. */
  readonly effect: 'read' | 'write';
  /** One key has one effect, however often it is sent. */
  readonly idempotencyKey: string;
  /** Names of the credentials this call may use; a secret that is not named does not go with it. */
  readonly credentials: readonly string[];
}

/**
 * A way into a system of record. Held by `test/contract/connector-contract.ts`.
 *
 * - An unknown operation, a parameter that is missing, unknown or of the wrong type is refused before anything is sent.
 * - The answer is data of the customer, unredacted: whoever asks for it redacts it before anything else sees it.
 * - A call ends with its signal, and within the connector's own time limit (`timed-out`); what an answer may have in
 *   bytes is bounded (`answer-too-large`).
 * - The same key with the same operation has one effect, and answers what it answered first.
 * - Nothing but the named hosts is ever called, and a redirect is an error. Secrets stand in no message and no log.
 */
export interface Connector {
  /** @throws {ConnectorError} */
  call(call: ConnectorCall, signal?: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
}
