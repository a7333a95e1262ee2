import { type ActionState, restingState } from '../../actions/action-state.ts';
import type { ParameterValue } from '../../actions/connector.ts';
import type { KnownValue } from '../../redaction/placeholder-book.ts';
import type { ActionRun } from './action-records.ts';

/**
 * A call of a system of record. What the customer wrote stands by its placeholder; of the answer there is the hash alone,
 * because what a reply needs of it is in the vault and the rest is not ours to keep.
 */
export interface ToolCallNote {
  /** Idempotency key. */
  readonly call: string;
  readonly operation: string;
  readonly connector: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** `done`, or the code of the fault. */
  readonly result: string;
  /** SHA-256 of the answer as JSON; null where none came. */
  readonly answer: string | null;
}

/** What a turn did, or meant to do, in systems of record. */
export interface ActionNotes {
  /** As it will be stored with the turn. */
  state: ActionState;
  isStateChanged: boolean;
  readonly runs: ActionRun[];
  /** Calls of systems of record, in order. */
  readonly calls: ToolCallNote[];
  /** Values that came back, for the vault. */
  readonly values: KnownValue[];
  /** For the person who takes over: title and result, redacted. */
  readonly attempted: { readonly action: string; readonly result: string }[];
  /** What the person may carry out, redacted. */
  suggestion: string | null;
  isVerifiedNow: boolean;
  /** The subject the customer proved to be in this turn, where the conversation is filed under another one. */
  linkedTo: string | null;
  /** What the action is about, where this turn had no message to tell it by. */
  intent: string | null;
  /** The step this turn answers; null for a message. */
  answered: { readonly step: string; readonly accepted: boolean } | null;
  /** Why it went so, for the record of the decision. */
  readonly record: Record<string, unknown>;
}

export function createActionNotes(): ActionNotes {
  return {
    state: restingState,
    isStateChanged: false,
    runs: [],
    calls: [],
    values: [],
    attempted: [],
    suggestion: null,
    isVerifiedNow: false,
    linkedTo: null,
    intent: null,
    answered: null,
    record: {},
  };
}

export function changeState(notes: ActionNotes, change: Partial<ActionState>): void {
  notes.state = { ...notes.state, ...change };
  notes.isStateChanged = true;
}
