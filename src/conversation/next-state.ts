import { type ConversationState, isHeldByPerson } from './conversation.ts';
import type { ConversationEvent } from './conversation-event.ts';

/** The part of a conversation that events move. */
export interface Progress {
  readonly state: ConversationState;
  readonly version: number;
  /** Customer turns of the whole conversation. */
  readonly turns: number;
  /** Customer turns since the present issue began; the turn limit counts these. */
  readonly issueTurns: number;
  /** First turn of the present issue: context from before it is not recalled. */
  readonly issueStart: number;
}

export type Transition =
  | { readonly ok: true; readonly progress: Progress }
  | { readonly ok: false; readonly code: 'conversation-closed' | 'not-allowed-now' };

export const beginning: Progress = { state: 'with-assistant', version: 0, turns: 0, issueTurns: 0, issueStart: 1 };

/** The whole state machine: pure, so that replaying stored events gives the same conversation. */
export function nextState(progress: Progress, event: ConversationEvent): Transition {
  if (progress.state === 'closed') return { ok: false, code: 'conversation-closed' };
  const state = isInOrder(progress, event) ? stateAfter(progress.state, event) : undefined;
  if (state === undefined) return { ok: false, code: 'not-allowed-now' };
  return { ok: true, progress: { ...countersAfter(progress, event), state, version: progress.version + 1 } };
}

/** What comes again, or before its time, is refused: a turn has one number, and the reply answers the last one. */
function isInOrder(progress: Progress, event: ConversationEvent): boolean {
  switch (event.kind) {
    case 'started':
      return progress.version === 0;
    case 'customer-wrote':
    case 'confirmation-answered':
      return event.turn === progress.turns + 1;
    case 'assistant-replied':
      return event.turn === progress.turns;
    default:
      return true;
  }
}

/** The state an event leads to, or undefined where the event is not allowed. */
function stateAfter(state: ConversationState, event: ConversationEvent): ConversationState | undefined {
  const held = isHeldByPerson({ state });
  switch (event.kind) {
    case 'started':
    case 'customer-wrote':
    case 'issue-resolved':
      return state;
    // A step is answered where one waits; what the answer leads to is an event of its own.
    case 'confirmation-answered':
      return held || state === 'awaiting-confirmation' ? state : undefined;
    case 'identity-verified':
      return held ? undefined : state;
    case 'confirmation-asked':
      return held ? undefined : 'awaiting-confirmation';
    // The assistant never speaks while a person holds the conversation.
    case 'assistant-replied':
      return held ? undefined : 'with-assistant';
    case 'handed-over':
      return held ? undefined : 'waiting-for-person';
    case 'claimed':
      return state === 'waiting-for-person' ? 'with-person' : undefined;
    // A person's first word takes the conversation, wherever it stood.
    case 'person-replied':
    case 'taken-over':
      return 'with-person';
    case 'returned':
    case 'resolved':
      return held ? 'with-assistant' : undefined;
    case 'closed':
      return 'closed';
  }
}

function countersAfter(progress: Progress, event: ConversationEvent): Progress {
  switch (event.kind) {
    case 'customer-wrote':
      return {
        ...progress,
        turns: event.turn,
        issueTurns: event.newIssue ? 1 : progress.issueTurns + 1,
        issueStart: event.newIssue ? event.turn : progress.issueStart,
      };
    case 'confirmation-answered':
      return { ...progress, turns: event.turn };
    case 'returned':
    case 'resolved':
    case 'issue-resolved':
      return { ...progress, issueTurns: 0, issueStart: progress.turns + 1 };
    default:
      return progress;
  }
}
