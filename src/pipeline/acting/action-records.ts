import type { ActionState } from '../../actions/action-state.ts';

/** One call of a system of record. `unknown`: it may have had its effect, and nobody may send it again. */
export interface ActionRun {
  /** Idempotency key. */
  readonly id: string;
  readonly conversation: string;
  readonly subject: string;
  readonly operation: string;
  readonly state: 'started' | 'done' | 'failed' | 'unknown';
  readonly at: Date;
}

/** A change of what is remembered of actions; part of a commit like any other write. */
export type ActionChange =
  | { readonly kind: 'state'; readonly conversation: string; readonly state: ActionState }
  /** Whatever step waited waits no more. */
  | { readonly kind: 'drop-step'; readonly conversation: string }
  | { readonly kind: 'run'; readonly run: ActionRun }
  /** `reference` is a keyed hash. */
  | { readonly kind: 'code-sent'; readonly reference: string; readonly at: Date }
  | { readonly kind: 'verified'; readonly conversation: string }
  /** The customer proved to be another subject than the one the conversation is filed under; said once, it stays. */
  | { readonly kind: 'linked'; readonly conversation: string; readonly customer: string };

/** Reads what the changes above wrote. */
export interface ActionRecords {
  state(conversation: string): Promise<ActionState>;
  /**
   * Runs of an operation that began: in the conversation, and since a moment for the customer, in all that is filed under them
   * or was proven to be theirs.
   */
  countRuns(of: {
    readonly operation: string;
    readonly conversation: string;
    readonly subject: string;
    /** The subject the customer proved to be; that of the conversation where they proved nothing. */
    readonly customer: string;
    readonly since: Date;
  }): Promise<{ readonly inConversation: number; readonly inDay: number }>;
  /** The subject the conversation is linked to. */
  linkOf(conversation: string): Promise<string | undefined>;
  codesSent(reference: string, since: Date): Promise<number>;
  /** Runs that began and whose end a stop of the process took. */
  unfinishedRuns(): Promise<readonly ActionRun[]>;
}
